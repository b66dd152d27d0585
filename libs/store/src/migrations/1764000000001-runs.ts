import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Runs1764000000001 implements MigrationInterface {
  readonly name = 'Runs1764000000001';

  async up(database: QueryRunner): Promise<void> {
    await database.query(`
      CREATE TABLE workers (
        id uuid NOT NULL CONSTRAINT workers_pkey PRIMARY KEY,
        host text NOT NULL,
        pid integer NOT NULL,
        version text NOT NULL,
        started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        expires_at timestamptz NOT NULL
      )`);
    // A row changes with each append: room on its page lets that happen without touching an index.
    await database.query(`
      CREATE TABLE runs (
        id text NOT NULL CONSTRAINT runs_pkey PRIMARY KEY,
        number serial NOT NULL CONSTRAINT runs_number_key UNIQUE,
        experiment text,
        environment text,
        service text,
        plan_hash text,
        phase text NOT NULL DEFAULT 'queued',
        verdict text,
        cleanup text,
        message text,
        requested_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        started_at timestamptz,
        concluded_at timestamptz,
        abort_why text,
        worker uuid,
        fence integer NOT NULL DEFAULT 0,
        last_seq integer NOT NULL DEFAULT 0
      ) WITH (fillfactor = 70)`);
    await database.query(`CREATE INDEX runs_of_environment ON runs (environment, number)`);
    await database.query(`CREATE INDEX runs_of_experiment ON runs (experiment, number)`);
    await database.query(`CREATE INDEX runs_of_service ON runs (service, number)`);
    await database.query(`CREATE INDEX runs_of_verdict ON runs (verdict, number)`);
    await database.query(`CREATE INDEX runs_not_concluded ON runs (number) WHERE concluded_at IS NULL`);
    await database.query(`CREATE INDEX runs_not_clean ON runs (number) WHERE cleanup <> 'clean'`);
    await database.query(`
      CREATE TABLE run_events (
        run text NOT NULL CONSTRAINT run_events_run_fkey REFERENCES runs (id) ON DELETE CASCADE,
        seq integer NOT NULL,
        at_ms double precision NOT NULL,
        fence integer NOT NULL,
        event json NOT NULL,
        CONSTRAINT run_events_pkey PRIMARY KEY (run, seq)
      )`);
  }

  async down(database: QueryRunner): Promise<void> {
    await database.query(`DROP TABLE run_events, runs, workers`);
  }
}
