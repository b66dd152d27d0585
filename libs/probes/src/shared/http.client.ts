// Requests to one origin over connections that stay open. No retries, no cache, no cookies: one call, one request.
import { type Dispatcher, Pool } from 'undici';
import type { ProbeContext } from '#core';
import type { SecretRef } from '#spec';

/** How much of a body is kept. */
const KEPT_BYTES = 64 * 1024;
const CONNECT_TIMEOUT_MS = 10_000;

export type HeaderValues = Readonly<Record<string, string | SecretRef>>;

export interface HttpRequest {
  readonly method: Dispatcher.HttpMethod;
  /** Path with query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly signal: AbortSignal;
  /** Default 64 KiB. */
  readonly keptBytes?: number;
}

export interface HttpAnswer {
  readonly status: number;
  /** Where the answer leads to; '' for none. */
  readonly location: string;
  /** Beginning of the body. */
  readonly body: string;
  /** Bytes of the whole body. */
  readonly size: number;
}

export class HttpClient {
  readonly origin: string;
  readonly #pool: Pool;

  constructor(origin: string) {
    this.origin = origin;
    // The signal is the only limit of time; the connect timeout only ends what nobody waits for any more.
    this.#pool = new Pool(origin, {
      pipelining: 1,
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: { timeout: CONNECT_TIMEOUT_MS },
    });
  }

  /** Resolves after the last byte of the body. Fails with what the connection failed with. */
  async send({ keptBytes = KEPT_BYTES, body, ...request }: HttpRequest): Promise<HttpAnswer> {
    const answer = await this.#pool.request({ ...request, body: body ?? null });
    const kept: Buffer[] = [];
    let size = 0;
    for await (const chunk of answer.body as AsyncIterable<Buffer>) {
      if (size < keptBytes) kept.push(chunk.subarray(0, keptBytes - size));
      size += chunk.length;
    }
    const { location } = answer.headers;
    return {
      status: answer.statusCode,
      location: (Array.isArray(location) ? location[0] : location) ?? '',
      body: Buffer.concat(kept).toString('utf8'),
      size,
    };
  }

  close(): Promise<void> {
    return this.#pool.destroy();
  }
}

export async function resolveHeaders(
  values: HeaderValues,
  { secrets }: ProbeContext,
): Promise<Record<string, string>> {
  const resolved: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) {
    resolved[name] = typeof value === 'string' ? value : await secrets.resolve(value);
  }
  return resolved;
}
