// Headers that requests may carry, for the OpenAPI document.
import { conditionPatterns } from '../http/conditions.ts';
import { isMutating, type OperationSpec, partsOf } from '../http/operation.ts';
import type { JsonSchema } from './schemas.ts';

export const takesKey = (spec: OperationSpec): boolean => partsOf(spec).method === 'POST' && isMutating(spec);

export function headersOf(spec: OperationSpec): readonly JsonSchema[] {
  return [...(takesKey(spec) ? [idempotencyKey] : []), ...(spec.isConditional ? conditions : [])];
}

const header = (name: string, pattern: string, description: string): JsonSchema => ({
  name,
  in: 'header',
  required: false,
  description,
  schema: { type: 'string', pattern },
});

const idempotencyKey = header(
  'Idempotency-Key',
  '^[\\x21-\\x7e]{1,200}$',
  'Of your choice: the same request with the same key is done once, however often it is sent within a day.',
);

const conditions = [
  header(
    'If-Match',
    conditionPatterns.match,
    'ETag of what is to be changed: refused (412) if it changed since.',
  ),
  header('If-None-Match', conditionPatterns.noneMatch, 'Refused (412) if it is there already.'),
];
