import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Admission1764000000002 implements MigrationInterface {
  readonly name = 'Admission1764000000002';

  async up(database: QueryRunner): Promise<void> {
    await database.query(`
      ALTER TABLE runs
        ADD request json,
        ADD requested_by text,
        ADD place integer,
        ADD waiting_for text,
        ADD waiting_targets text[],
        ADD waiting_limit integer`);
    await database.query(
      `CREATE UNIQUE INDEX runs_place ON runs (environment, place) WHERE concluded_at IS NULL`,
    );
    await database.query(`
      CREATE TABLE target_claims (
        target text NOT NULL CONSTRAINT target_claims_pkey PRIMARY KEY,
        run text NOT NULL CONSTRAINT target_claims_run_fkey REFERENCES runs (id) ON DELETE CASCADE
      )`);
    await database.query(`CREATE INDEX target_claims_of_run ON target_claims (run)`);
    await database.query(`
      CREATE TABLE halts (
        id integer NOT NULL DEFAULT 1 CONSTRAINT halts_pkey PRIMARY KEY,
        why text NOT NULL,
        by text NOT NULL,
        since timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT halts_one CHECK (id = 1)
      )`);
  }

  async down(database: QueryRunner): Promise<void> {
    await database.query(`DROP TABLE halts, target_claims`);
    await database.query(`DROP INDEX runs_place`);
    await database.query(`
      ALTER TABLE runs DROP request, DROP requested_by, DROP place,
        DROP waiting_for, DROP waiting_targets, DROP waiting_limit`);
  }
}
