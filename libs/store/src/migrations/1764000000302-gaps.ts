import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Gaps1764000000302 implements MigrationInterface {
  readonly name = 'Gaps1764000000302';

  async up(database: QueryRunner): Promise<void> {
    await database.query(GAPS);
    for (const column of ['owner', 'service', 'state', 'experiment']) {
      await database.query(`CREATE INDEX gaps_of_${column} ON gaps (${column}, number)`);
    }
    await database.query(`CREATE INDEX gaps_due ON gaps (due, number)`);
    await database.query(ACTION_ITEMS);
    for (const column of ['gap', 'owner', 'state']) {
      await database.query(`CREATE INDEX action_items_of_${column} ON action_items (${column}, number)`);
    }
  }

  async down(database: QueryRunner): Promise<void> {
    await database.query(`DROP TABLE action_items, gaps`);
  }
}

const GAPS = `
  CREATE TABLE gaps (
    id text NOT NULL CONSTRAINT gaps_pkey PRIMARY KEY,
    number serial NOT NULL CONSTRAINT gaps_number_key UNIQUE,
    environment text NOT NULL,
    identity text NOT NULL,
    experiment text NOT NULL,
    service text,
    owner text NOT NULL,
    title text NOT NULL,
    severity text NOT NULL,
    capability text NOT NULL,
    subject text NOT NULL,
    expected text NOT NULL,
    observed text NOT NULL,
    runbook json,
    fix text,
    criterion text NOT NULL,
    due text NOT NULL,
    state text NOT NULL,
    note text NOT NULL DEFAULT '',
    accepted_until timestamptz,
    opened_at timestamptz NOT NULL,
    opened_by_run text NOT NULL,
    seen_at timestamptz NOT NULL,
    seen_by_run text NOT NULL,
    closed_at timestamptz,
    closed_by_run text,
    reopened integer NOT NULL DEFAULT 0,
    revision integer NOT NULL DEFAULT 1,
    CONSTRAINT gaps_identity_key UNIQUE (environment, identity)
  )`;

const ACTION_ITEMS = `
  CREATE TABLE action_items (
    id text NOT NULL CONSTRAINT action_items_pkey PRIMARY KEY,
    number serial NOT NULL CONSTRAINT action_items_number_key UNIQUE,
    gap text NOT NULL CONSTRAINT action_items_gap_fkey REFERENCES gaps (id) ON DELETE CASCADE,
    title text NOT NULL,
    owner text NOT NULL,
    due text NOT NULL,
    state text NOT NULL DEFAULT 'open',
    note text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    created_by text NOT NULL,
    revision integer NOT NULL DEFAULT 1
  )`;
