// One request that changes something: the change, the audit event and the answer to repeat come about together in one
// transaction, or none of them does.
import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { MusterError } from '#core';
import type { AnsweredRequest, ResourceStore, Resources } from '#store';
import { auditEventOf } from '../audit/audit.event.ts';
import type { Caller } from '../auth/caller.ts';
import { Answered, promised } from './answer.ts';
import { expectedVersion } from './conditions.ts';
import type { OperationSpec } from './operation.ts';

export interface MutationRequest {
  readonly spec: OperationSpec;
  readonly request: FastifyRequest;
  readonly caller: Caller;
  /** Of the caller's choice; undefined: the request is not to be repeated. */
  readonly key: string | undefined;
}

/** Facts for the audit trail: names and numbers, never what a caller wrote. */
export type AuditDetails = Readonly<Record<string, string | number | boolean | readonly string[]>>;

class AnsweredMeanwhile extends Error {}

export class Mutation {
  readonly caller: Caller;
  readonly #store: ResourceStore;
  readonly #request: MutationRequest;
  #isCommitted = false;

  constructor(store: ResourceStore, request: MutationRequest) {
    this.#store = store;
    this.#request = request;
    this.caller = request.caller;
  }

  /** Whether the audit trail has it: a handler that changes something without `commit` is a defect. */
  get isCommitted(): boolean {
    return this.#isCommitted;
  }

  /** As the caller has read it; 0: not there; undefined: whatever it is now. @throws RequestError MUS2006 */
  expectedVersion(): number | undefined {
    return expectedVersion(this.#request.request.headers);
  }

  /** Exactly once for each request. */
  async commit(
    act: (tx: Resources, note: (details: AuditDetails) => void) => Promise<unknown>,
  ): Promise<Answered> {
    try {
      return await this.#store.change((tx) => this.#act(tx, act));
    } catch (error) {
      if (!(error instanceof AnsweredMeanwhile)) throw error;
      const answer = await this.replay();
      if (answer === undefined)
        throw new MusterError('MUS9001', 'an answer that was kept is gone', { cause: error });
      return answer;
    } finally {
      this.#isCommitted = true;
    }
  }

  /** The answer to the same request, if it was given before. @throws MusterError MUS5005 */
  async replay(): Promise<Answered | undefined> {
    const { key, spec } = this.#request;
    if (key === undefined) return undefined;
    const known = await this.#store.read(({ answeredRequests }) =>
      answeredRequests.find(this.caller.actor, key),
    );
    if (known === undefined) return undefined;
    if (known.operation !== spec.id || known.fingerprint !== fingerprintOf(this.#request)) {
      throw new MusterError('MUS5005', `key ${key} was used for another request (${known.operation})`);
    }
    if (spec.showsSecret) {
      throw new MusterError('MUS5006', `key ${key}: done before, and its answer is shown only once`);
    }
    this.#isCommitted = true;
    return new Answered(known.status, known.body === '' ? undefined : JSON.parse(known.body), true);
  }

  async #act(
    tx: Resources,
    act: (tx: Resources, note: (details: AuditDetails) => void) => Promise<unknown>,
  ): Promise<Answered> {
    const { spec, request } = this.#request;
    const details: Record<string, unknown> = {};
    const answer = promised(spec, await act(tx, (more) => void Object.assign(details, more)));
    const kept = this.#answerToKeep(answer);
    if (kept !== undefined && !(await tx.answeredRequests.add(kept))) throw new AnsweredMeanwhile();
    const outcome = { outcome: 'done' as const, status: answer.status, code: null };
    await tx.audit.add({ ...auditEventOf(spec, request), ...outcome, details });
    return answer;
  }

  #answerToKeep({ status, body }: Answered): AnsweredRequest | undefined {
    const { key, spec } = this.#request;
    if (key === undefined) return undefined;
    const text = spec.showsSecret || body === undefined ? '' : JSON.stringify(body);
    const fingerprint = fingerprintOf(this.#request);
    return { actor: this.caller.actor, key, operation: spec.id, fingerprint, status, body: text };
  }
}

function fingerprintOf({ request }: MutationRequest): string {
  const said = [request.method, request.url, request.headers['content-type'] ?? '', request.body ?? null];
  return createHash('sha256').update(JSON.stringify(said)).digest('hex');
}
