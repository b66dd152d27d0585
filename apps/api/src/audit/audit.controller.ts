import { Controller, Inject, Query } from '@nestjs/common';
import { z } from 'zod';
import type { ResourceStore } from '#store';
import { defineListing } from '../http/listing.ts';
import { Operation } from '../http/operation.ts';
import { instantGiven, line, nameSchema } from '../http/values.schema.ts';
import { RESOURCES } from '../parts.ts';
import { auditPage, outcomes } from './audit.schema.ts';

const listing = defineListing({
  filters: {
    actor: line(200).optional(),
    operation: line(100).optional(),
    outcome: z.enum(outcomes).optional(),
    environment: nameSchema().optional(),
    since: instantGiven().optional(),
    until: instantGiven().optional(),
  },
  sorts: { number: z.tuple([z.int()]) },
  standard: '-number',
});

@Controller()
export class AuditController {
  readonly #store: ResourceStore;

  constructor(@Inject(RESOURCES) store: ResourceStore) {
    this.#store = store;
  }

  @Operation({
    id: 'listAuditEvents',
    route: 'GET /v1/audit-events',
    tag: 'audit',
    summary: 'Every request that changed something, or would have.',
    access: { action: 'administer', in: 'everywhere' },
    answers: [{ status: 200, description: 'A page of audit events.', schema: auditPage }],
  })
  async list(@Query({ schema: listing.query }) query: z.infer<typeof listing.query>) {
    const { page } = listing.page(query);
    return listing.answer(query, await this.#store.read(({ audit }) => audit.list(query, page)));
  }
}
