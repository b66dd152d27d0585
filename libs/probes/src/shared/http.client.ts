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

  /** Resolves after the last byte of the body. Fails with what the connection failed with, or as soon as the signal fires. */
  async send({ keptBytes = KEPT_BYTES, body, signal, ...request }: HttpRequest): Promise<HttpAnswer> {
    signal.throwIfAborted();
    const exchange = new Exchange(signal, keptBytes);
    this.#pool.dispatch({ ...request, body: body ?? null }, exchange);
    return exchange.answer;
  }

  close(): Promise<void> {
    return this.#pool.destroy();
  }
}

/**
 * One request and its answer. undici's `request` hears of a signal only once a connection stands: where packets get lost,
 * it would answer long after the timeout.
 */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #signal: AbortSignal;
  readonly #keptBytes: number;
  readonly #outcome = Promise.withResolvers<HttpAnswer>();
  readonly #onAbort = (): void => this.#stop();
  readonly #kept: Buffer[] = [];
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #location = '';
  #size = 0;

  constructor(signal: AbortSignal, keptBytes: number) {
    this.#signal = signal;
    this.#keptBytes = keptBytes;
    signal.addEventListener('abort', this.#onAbort);
  }

  get answer(): Promise<HttpAnswer> {
    return this.#outcome.promise;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#signal.aborted) this.#stop();
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    { location = '' }: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    this.#status = status;
    this.#location = typeof location === 'string' ? location : (location[0] ?? '');
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#size < this.#keptBytes) this.#kept.push(chunk.subarray(0, this.#keptBytes - this.#size));
    this.#size += chunk.length;
  }

  onResponseEnd(): void {
    this.#signal.removeEventListener('abort', this.#onAbort);
    const body = Buffer.concat(this.#kept).toString('utf8');
    this.#outcome.resolve({ status: this.#status, location: this.#location, body, size: this.#size });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#signal.removeEventListener('abort', this.#onAbort);
    this.#outcome.reject(error);
  }

  #stop(): void {
    const reason = this.#signal.reason as Error;
    this.#outcome.reject(reason);
    this.#controller?.abort(reason);
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
