import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Approvals1764000000301 implements MigrationInterface {
  readonly name = 'Approvals1764000000301';

  async up(database: QueryRunner): Promise<void> {
    await database.query(`
      CREATE TABLE approvals (
        id text NOT NULL CONSTRAINT approvals_pkey PRIMARY KEY,
        number serial NOT NULL CONSTRAINT approvals_number_key UNIQUE,
        environment text NOT NULL,
        experiment text NOT NULL,
        experiment_version integer NOT NULL,
        plan_hash text NOT NULL,
        explanation json NOT NULL,
        note text NOT NULL,
        needed integer NOT NULL,
        requested_by text NOT NULL,
        requested_by_name text NOT NULL,
        requested_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        expires_at timestamptz NOT NULL,
        run text
      )`);
    await database.query(`CREATE INDEX approvals_of_environment ON approvals (environment, number)`);
    await database.query(`
      CREATE TABLE approval_votes (
        approval text NOT NULL CONSTRAINT approval_votes_approval_fkey REFERENCES approvals (id) ON DELETE CASCADE,
        by text NOT NULL,
        by_name text NOT NULL,
        is_agreed boolean NOT NULL,
        comment text NOT NULL,
        at timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT approval_votes_pkey PRIMARY KEY (approval, by)
      )`);
  }

  async down(database: QueryRunner): Promise<void> {
    await database.query(`DROP TABLE approval_votes, approvals`);
  }
}
