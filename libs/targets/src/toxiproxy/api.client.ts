// Toxiproxy's HTTP API (https://github.com/Shopify/toxiproxy#http-api) over kept-alive connections: undoing a fault costs
// one round trip. Every failure is MUS2010 (not reached), MUS2011 (refused) or MUS2012 (too slow).

import { Agent } from 'undici';
import { MusterError, messageOf } from '#core';
import { formatDuration } from '#spec';

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** From the root, with encoded segments. */
  readonly path: string;
  readonly body?: object;
  readonly signal: AbortSignal;
}

export interface ApiAnswer {
  readonly status: number;
  readonly json: unknown;
}

const FEATURE_HEADER = 'muster-proxy';
const TIME_LIMITS = 'ttl';
const KEEP_ALIVE_MS = 30_000;
const NOT_FOUND = 404;

export class ApiClient {
  readonly #url: string;
  readonly #timeoutMs: number;
  readonly #agent: Agent;
  #holdsTimeLimit: boolean | undefined;

  constructor(url: string, timeoutMs: number) {
    this.#url = url.replace(/\/+$/, '');
    this.#timeoutMs = timeoutMs;
    this.#agent = new Agent({ keepAliveTimeout: KEEP_ALIVE_MS, connect: { timeout: timeoutMs } });
  }

  /** Told by a header of every answer. */
  async holdsTimeLimit(): Promise<boolean> {
    if (this.#holdsTimeLimit === undefined) {
      await this.call({ method: 'GET', path: '/version', signal: new AbortController().signal });
    }
    return this.#holdsTimeLimit === true;
  }

  /** The answer; 404 is one, every other status of 400 and more is MUS2011. */
  async call(wanted: ApiRequest): Promise<ApiAnswer> {
    const { status, text } = await this.#exchange(wanted);
    const json = parse(text);
    if (status >= 400 && status !== NOT_FOUND) throw refusal(wanted, { status, json });
    return { status, json };
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }

  async #exchange({ method, path, body, signal }: ApiRequest): Promise<{ status: number; text: string }> {
    const timeout = AbortSignal.timeout(this.#timeoutMs);
    try {
      const { origin, pathname, search } = new URL(`${this.#url}${path}`);
      const answer = await this.#agent.request({
        origin,
        path: `${pathname}${search}`,
        method,
        body: body === undefined ? null : JSON.stringify(body),
        headers: body === undefined ? {} : { 'content-type': 'application/json' },
        signal: AbortSignal.any([signal, timeout]),
      });
      this.#holdsTimeLimit ??= answer.headers[FEATURE_HEADER] === TIME_LIMITS;
      return { status: answer.statusCode, text: await answer.body.text() };
    } catch (error) {
      const where = `Toxiproxy at ${this.#url}`;
      if (signal.aborted)
        throw new MusterError('MUS2012', `${where} did not answer in time`, { cause: error });
      if (timeout.aborted) {
        const message = `${where} did not answer within ${formatDuration(this.#timeoutMs)}`;
        throw new MusterError('MUS2012', message, { cause: error });
      }
      throw new MusterError('MUS2010', `${where} cannot be reached: ${messageOf(error)}`, { cause: error });
    }
  }
}

export function refusal({ method, path }: ApiRequest, { status, json }: ApiAnswer): MusterError {
  const { error } = (json ?? {}) as { error?: unknown };
  const reason = typeof error === 'string' ? error : 'no reason given';
  return new MusterError('MUS2011', `Toxiproxy answered ${status} to ${method} ${path}: ${reason}`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
