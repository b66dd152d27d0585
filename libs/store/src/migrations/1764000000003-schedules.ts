import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Schedules1764000000003 implements MigrationInterface {
  readonly name = 'Schedules1764000000003';

  async up(database: QueryRunner): Promise<void> {
    await database.query(`ALTER TABLE runs ADD schedule text`);
    await database.query(`CREATE INDEX runs_of_schedule ON runs (schedule, number)`);
    await database.query(`
      CREATE TABLE schedules (
        name text NOT NULL CONSTRAINT schedules_pkey PRIMARY KEY,
        rule json NOT NULL,
        environment text NOT NULL,
        experiment text NOT NULL,
        service text,
        request json NOT NULL,
        is_paused boolean NOT NULL DEFAULT false,
        problem text,
        changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        changed_by text NOT NULL,
        due_at timestamptz,
        start_at timestamptz
      )`);
    await database.query(`CREATE INDEX schedules_due ON schedules (start_at) WHERE NOT is_paused`);
    await database.query(`
      CREATE TABLE occurrences (
        schedule text NOT NULL CONSTRAINT occurrences_schedule_fkey REFERENCES schedules (name) ON DELETE CASCADE,
        due_at timestamptz NOT NULL,
        start_at timestamptz NOT NULL,
        decided_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        run text CONSTRAINT occurrences_run_fkey REFERENCES runs (id) ON DELETE SET NULL,
        skipped text,
        CONSTRAINT occurrences_pkey PRIMARY KEY (schedule, due_at)
      )`);
    await database.query(`CREATE INDEX occurrences_of_run ON occurrences (run)`);
  }

  async down(database: QueryRunner): Promise<void> {
    await database.query(`DROP TABLE occurrences, schedules`);
    await database.query(`ALTER TABLE runs DROP schedule`);
  }
}
