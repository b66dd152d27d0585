import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Resources1764000000101 implements MigrationInterface {
  readonly name = 'Resources1764000000101';

  async up(database: QueryRunner): Promise<void> {
    for (const statement of [...documents, ...requests]) await database.query(statement);
  }

  async down(database: QueryRunner): Promise<void> {
    await database.query(`DROP TABLE answered_requests, audit_events, tokens, document_versions, documents`);
  }
}

const documents = [
  `
    CREATE TABLE documents (
      kind text NOT NULL,
      name text NOT NULL,
      version integer NOT NULL,
      hash text NOT NULL,
      title text,
      service text,
      environment text,
      labels jsonb NOT NULL DEFAULT '{}',
      saved_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
      saved_by text NOT NULL,
      removed_at timestamptz(3),
      CONSTRAINT documents_pkey PRIMARY KEY (kind, name)
    )`,
  `CREATE INDEX documents_by_age ON documents (kind, saved_at, name)`,
  `CREATE INDEX documents_of_service ON documents (kind, service, name)`,
  `
    CREATE TABLE document_versions (
      kind text NOT NULL,
      name text NOT NULL,
      version integer NOT NULL,
      hash text NOT NULL,
      source text NOT NULL,
      saved_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
      saved_by text NOT NULL,
      CONSTRAINT document_versions_pkey PRIMARY KEY (kind, name, version),
      CONSTRAINT document_versions_document_fkey FOREIGN KEY (kind, name) REFERENCES documents (kind, name)
    )`,
];

const requests = [
  `
    CREATE TABLE tokens (
      id text NOT NULL CONSTRAINT tokens_pkey PRIMARY KEY,
      name text NOT NULL,
      hash text NOT NULL,
      grants jsonb NOT NULL,
      created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
      created_by text NOT NULL,
      expires_at timestamptz NOT NULL,
      revoked_at timestamptz,
      last_used_at timestamptz
    )`,
  `CREATE INDEX tokens_by_age ON tokens (created_at, id)`,
  `
    CREATE TABLE audit_events (
      number bigserial NOT NULL CONSTRAINT audit_events_pkey PRIMARY KEY,
      at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
      actor text NOT NULL,
      actor_name text NOT NULL,
      operation text NOT NULL,
      path text NOT NULL,
      environment text,
      outcome text NOT NULL,
      status integer NOT NULL,
      code text,
      request_id text NOT NULL,
      address text NOT NULL,
      details jsonb NOT NULL DEFAULT '{}'
    )`,
  `CREATE INDEX audit_events_of_actor ON audit_events (actor, number)`,
  `CREATE INDEX audit_events_of_environment ON audit_events (environment, number)`,
  `CREATE INDEX audit_events_of_operation ON audit_events (operation, number)`,
  `
    CREATE TABLE answered_requests (
      actor text NOT NULL,
      key text NOT NULL,
      operation text NOT NULL,
      fingerprint text NOT NULL,
      status integer NOT NULL,
      body text NOT NULL,
      at timestamptz NOT NULL DEFAULT clock_timestamp(),
      CONSTRAINT answered_requests_pkey PRIMARY KEY (actor, key)
    )`,
  `CREATE INDEX answered_requests_by_age ON answered_requests (at)`,
];
