// What an operation answers: only a status that it declares, and only the keys that its contract promises.
import { MusterError } from '#core';
import type { OperationSpec } from './operation.ts';

/** An answer with another status than the first that the operation declares, or one that is given again. */
export class Answered {
  readonly status: number;
  readonly body: unknown;
  readonly isReplayed: boolean;

  constructor(status: number, body: unknown, isReplayed = false) {
    this.status = status;
    this.body = body;
    this.isReplayed = isReplayed;
  }
}

/** @throws MusterError MUS9001 or ZodError: the handler does not keep its contract */
export function promised(spec: OperationSpec, result: unknown): Answered {
  const given = result instanceof Answered ? result : new Answered(spec.answers[0].status, result);
  const declared = spec.answers.find(({ status }) => status === given.status);
  if (declared === undefined) {
    throw new MusterError('MUS9001', `${spec.id} answered ${given.status}, which it does not declare`);
  }
  const body = declared.schema === undefined ? given.body : declared.schema.parse(given.body);
  return new Answered(given.status, body, given.isReplayed);
}
