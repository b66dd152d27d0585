// Which kind of document this is. A wrong or missing `kind` is told, and the likeliest is taken so that the rest of the
// document is checked all the same.
import type { z } from 'zod';
import { environmentSchema } from '../environment/environment.schema.ts';
import { experimentSchema } from '../experiment/experiment.schema.ts';
import { serviceSchema } from '../service/service.schema.ts';
import { checkEnvironment, checkExperiment, checkService } from './document-check.ts';
import type { Draft } from './draft.ts';
import { isRecord, recordAt, valueAt } from './raw.ts';
import { keysAt } from './schema-shape.ts';
import { nounOf, quote } from './source.ts';
import { nearest } from './suggestion.ts';

export interface DocumentKind {
  readonly name: 'Experiment' | 'Environment' | 'Service';
  readonly schema: z.ZodType;
  readonly check: (draft: Draft) => void;
}

const documentKinds: readonly DocumentKind[] = [
  { name: 'Experiment', schema: experimentSchema, check: checkExperiment },
  { name: 'Environment', schema: environmentSchema, check: checkEnvironment },
  { name: 'Service', schema: serviceSchema, check: checkService },
];

const names = documentKinds.map(({ name }) => name);
export const apiVersion = 'muster/v1';

/** undefined: nothing is known of how to check it. */
export function documentKindOf(draft: Draft): DocumentKind | undefined {
  if (!isRecord(draft.data)) {
    const message = `expected a mapping with apiVersion, kind, metadata and spec, found ${nounOf(draft.data)}`;
    draft.report([], 'MUS1008', message);
    return undefined;
  }
  tellVersion(draft);
  const kind = valueAt(draft.data, ['kind']);
  const known = documentKinds.find(({ name }) => name === kind);
  if (known) return known;
  const near = typeof kind === 'string' ? nearest(kind, names) : undefined;
  if (kind === undefined)
    draft.report(['kind'], 'MUS1010', `missing key "kind": expected one of ${names.join(', ')}`);
  else
    draft.report(['kind'], 'MUS1008', `unknown kind ${quote(kind)}`, {
      hint: near && `Did you mean "${near}"?`,
    });
  return documentKinds.find(({ name }) => name === near) ?? likeliest(draft);
}

function tellVersion(draft: Draft): void {
  const written = valueAt(draft.data, ['apiVersion']);
  if (written === apiVersion) return;
  if (written === undefined)
    draft.report(['apiVersion'], 'MUS1010', `missing key "apiVersion": expected ${apiVersion}`);
  else
    draft.report(['apiVersion'], 'MUS1008', `unknown apiVersion ${quote(written)}`, {
      hint: `Write ${apiVersion}.`,
    });
}

/** The kind most of whose keys are in `spec`. */
function likeliest(draft: Draft): DocumentKind | undefined {
  const written = Object.keys(recordAt(draft.data, ['spec']) ?? {});
  const scored = documentKinds.map((kind) => {
    const known = keysAt(kind.schema, ['spec']);
    return { kind, score: written.filter((key) => known.includes(key)).length };
  });
  const [best, second] = scored.toSorted((a, b) => b.score - a.score);
  return best && best.score > (second?.score ?? 0) ? best.kind : undefined;
}
