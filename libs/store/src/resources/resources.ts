// What users keep on the server, reached outside of a transaction to read, and inside of one to change.
import { type EntityManager, QueryFailedError } from 'typeorm';
import type { Database } from '../database/open-database.ts';
import { inDatabase } from '../database/sql-error.ts';
import { AnsweredRequestStore } from './answered-request.store.ts';
import { ApprovalStore } from './approval.store.ts';
import { AuditStore } from './audit.store.ts';
import { DocumentStore } from './document.store.ts';
import { GapStore } from './gap.store.ts';
import { RunStore } from './run.store.ts';
import { TokenStore } from './token.store.ts';

export interface Resources {
  readonly answeredRequests: AnsweredRequestStore;
  readonly approvals: ApprovalStore;
  readonly audit: AuditStore;
  readonly documents: DocumentStore;
  readonly gaps: GapStore;
  readonly runs: RunStore;
  readonly tokens: TokenStore;
}

export class ResourceStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  read<Result>(look: (resources: Resources) => Promise<Result>): Promise<Result> {
    return inDatabase('reading', () => look(resourcesOf(this.#database.orm.manager)));
  }

  /** All of it comes about, or none. What `act` throws of its own comes out as it is. */
  async change<Result>(act: (resources: Resources) => Promise<Result>): Promise<Result> {
    const outcome = await inDatabase('writing', () =>
      this.#database.orm.transaction((manager) => act(resourcesOf(manager)).catch(asOwn)).catch(ownThrown),
    );
    if (outcome instanceof OwnThrown) throw outcome.thrown;
    return outcome;
  }
}

/** Something that was not thrown by the database. */
class OwnThrown extends Error {
  readonly thrown: unknown;

  constructor(thrown: unknown) {
    super();
    this.thrown = thrown;
  }
}

/** Within a transaction every error of the database is that of a query. */
function asOwn(error: unknown): never {
  throw error instanceof QueryFailedError ? error : new OwnThrown(error);
}

function ownThrown(error: unknown): OwnThrown {
  if (error instanceof OwnThrown) return error;
  throw error;
}

function resourcesOf(manager: EntityManager): Resources {
  return {
    answeredRequests: new AnsweredRequestStore(manager),
    approvals: new ApprovalStore(manager),
    audit: new AuditStore(manager),
    documents: new DocumentStore(manager),
    gaps: new GapStore(manager),
    runs: new RunStore(manager),
    tokens: new TokenStore(manager),
  };
}
