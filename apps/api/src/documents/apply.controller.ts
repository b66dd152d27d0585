// Many documents at once: all of them are saved, or none.
import { Controller, Inject, Query } from '@nestjs/common';
import type { z } from 'zod';
import { MusterError } from '#core';
import type { ResourceStore, Resources } from '#store';
import type { Caller as CallerOf } from '../auth/caller.ts';
import { describeGrants, isPermitted } from '../auth/permissions.ts';
import type { Mutation } from '../http/mutation.ts';
import { Operation } from '../http/operation.ts';
import { Change } from '../http/request.context.ts';
import { RESOURCES } from '../parts.ts';
import { anyDocument, bodiesOf, DocumentBytes } from './document.body.ts';
import { applied, applyQuery, fileQuery, validationAnswer } from './document.schema.ts';
import { problemsOf, type ReadDocument, readDocuments } from './read-documents.ts';

const FILE = 'documents.yaml';

@Controller()
export class ApplyController {
  readonly #store: ResourceStore;

  constructor(@Inject(RESOURCES) store: ResourceStore) {
    this.#store = store;
  }

  @Operation({
    id: 'validateDocuments',
    route: 'POST /v1/validate',
    tag: 'documents',
    summary:
      'Tells everything that is wrong with the documents. Variables without a value are the business of a plan.',
    access: { action: 'read', in: 'anywhere' },
    answers: [{ status: 200, description: 'What is wrong, if anything.', schema: validationAnswer }],
    bodies: bodiesOf(anyDocument),
    onlyAsks: true,
  })
  validate(
    @Query({ schema: fileQuery }) { file = FILE }: z.infer<typeof fileQuery>,
    @DocumentBytes() bytes: Uint8Array,
  ) {
    const problems = problemsOf({ bytes, file });
    return { valid: problems.length === 0, problems };
  }

  @Operation({
    id: 'applyDocuments',
    route: 'POST /v1/apply',
    tag: 'documents',
    summary: 'Saves every document of the body, or none. An environment takes an admin of it.',
    access: { action: 'write', in: 'anywhere' },
    answers: [{ status: 200, description: 'What changed, in the order of the body.', schema: applied }],
    bodies: bodiesOf(anyDocument),
    refuses: ['MUS2005'],
  })
  async apply(
    @Query({ schema: applyQuery }) { file = FILE, dryRun }: z.infer<typeof applyQuery>,
    @DocumentBytes() bytes: Uint8Array,
    @Change() change: Mutation,
  ) {
    const documents = readDocuments({ bytes, file });
    for (const document of documents) refuseUnpermitted(document, change.caller);
    return change.commit(async (tx, note) => {
      const items =
        dryRun === 'true' ? await foreseen(tx, documents) : await saved(tx, documents, change.caller);
      note({
        dryRun: dryRun === 'true',
        items: items.map(({ kind, name, change: what }) => `${kind} ${name}: ${what}`),
      });
      return { dryRun: dryRun === 'true', items };
    });
  }
}

/** @throws MusterError MUS5002 */
function refuseUnpermitted({ kind, name }: ReadDocument, { grants }: CallerOf): void {
  if (kind !== 'Environment' || isPermitted(grants, 'administer', { environment: name })) return;
  throw new MusterError(
    'MUS5002',
    `Environment ${name} takes a role that may administer in ${name}; this caller is ${describeGrants(grants)}`,
  );
}

interface AppliedItem {
  readonly kind: string;
  readonly name: string;
  readonly change: 'created' | 'changed' | 'unchanged';
  readonly version: number;
  readonly hash: string;
}

async function saved(
  { documents }: Resources,
  all: readonly ReadDocument[],
  { actor }: CallerOf,
): Promise<readonly AppliedItem[]> {
  const items = new Map<ReadDocument, AppliedItem>();
  // In one order for all, so that two who save the same documents at once do not wait for each other in a circle.
  for (const one of all.toSorted(byName)) {
    const { document, change } = await documents.save({ ...one, savedBy: actor });
    items.set(one, { kind: one.kind, name: one.name, change, version: document.version, hash: one.hash });
  }
  return all.flatMap((one) => items.get(one) ?? []);
}

const byName = (a: ReadDocument, b: ReadDocument): number =>
  `${a.kind}/${a.name}` < `${b.kind}/${b.name}` ? -1 : 1;

async function foreseen(
  { documents }: Resources,
  all: readonly ReadDocument[],
): Promise<readonly AppliedItem[]> {
  const items: AppliedItem[] = [];
  for (const { kind, name, hash } of all) {
    const before = await documents.find({ kind, name });
    const isSame = before?.hash === hash;
    const change = before === undefined ? 'created' : isSame ? 'unchanged' : 'changed';
    items.push({ kind, name, change, version: (before?.version ?? 0) + (isSame ? 0 : 1), hash });
  }
  return items;
}
