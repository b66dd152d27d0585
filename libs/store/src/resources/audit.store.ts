import type { EntityManager } from 'typeorm';
import { type AuditOutcome, type AuditRow, auditTable } from './audit.table.ts';
import { type Page, type PageRequest, readPage } from './page.ts';

export type { AuditOutcome } from './audit.table.ts';
export type StoredAuditEvent = Readonly<AuditRow>;
export type NewAuditEvent = Omit<StoredAuditEvent, 'number' | 'at'>;

export interface AuditFilter {
  readonly actor?: string | undefined;
  readonly operation?: string | undefined;
  readonly outcome?: AuditOutcome | undefined;
  readonly environment?: string | undefined;
  readonly since?: Date | undefined;
  readonly until?: Date | undefined;
}

export class AuditStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  async add(event: NewAuditEvent): Promise<void> {
    await this.#manager.insert(auditTable, event as object);
  }

  async list(filter: AuditFilter, page: PageRequest): Promise<Page<StoredAuditEvent>> {
    const query = this.#manager.createQueryBuilder(auditTable, 'event');
    const { actor, operation, outcome, environment, since, until } = filter;
    if (actor !== undefined) query.andWhere('event.actor = :actor', { actor });
    if (operation !== undefined) query.andWhere('event.operation = :operation', { operation });
    if (outcome !== undefined) query.andWhere('event.outcome = :outcome', { outcome });
    if (environment !== undefined) query.andWhere('event.environment = :environment', { environment });
    if (since !== undefined) query.andWhere('event.at >= :since', { since });
    if (until !== undefined) query.andWhere('event.at < :until', { until });
    return readPage(query, [{ column: 'event.number', of: ({ number }) => number }], page);
  }
}
