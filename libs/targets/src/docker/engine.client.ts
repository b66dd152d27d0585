// The engine's API, by dockerode. Every call has a time limit; every failure is MUS2010 (not reached), MUS2011 (refused)
// or MUS2012 (too slow).
import { readFileSync } from 'node:fs';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import Docker from 'dockerode';
import { MusterError, messageOf } from '#core';
import { formatDuration } from '#spec';
import { type EngineAddress, socketOf } from './engine.address.ts';

export interface EngineCall {
  /** "pause container payments". */
  readonly what: string;
  readonly signal: AbortSignal;
  /** What the engine may take longer than for an answer: a container has time to shut down. */
  readonly extraMs?: number;
}

const TLS_PORT = '2376';
const PLAIN_PORT = '2375';

export class EngineClient {
  readonly docker: Docker;
  readonly url: string;
  readonly #agent: HttpAgent;
  readonly #timeoutMs: number;

  constructor(address: EngineAddress, timeoutMs: number) {
    this.url = address.url;
    this.#timeoutMs = timeoutMs;
    // Undoing a fault costs one round trip on a connection that is open already.
    this.#agent = isTls(address) ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
    // The types of dockerode do not know of agents; it hands this one on to Node.
    this.docker = new Docker({ ...connectionOf(address), agent: this.#agent } as Docker.DockerOptions);
  }

  /** `send` gives its signal to dockerode as `abortSignal`. */
  async call<Answer>(
    { what, signal, extraMs = 0 }: EngineCall,
    send: (docker: Docker, abortSignal: AbortSignal) => Promise<Answer>,
  ): Promise<Answer> {
    const limitMs = this.#timeoutMs + extraMs;
    const timeout = AbortSignal.timeout(limitMs);
    const either = AbortSignal.any([signal, timeout]);
    try {
      either.throwIfAborted();
      return await Promise.race([send(this.docker, either), aborted(either)]);
    } catch (error) {
      throw this.#explained(error, { what, limitMs, isTimeout: timeout.aborted, isOver: signal.aborted });
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  #explained(error: unknown, { what, limitMs, isTimeout, isOver }: Circumstances): MusterError {
    const options = { cause: error };
    const where = `Docker at ${this.url}`;
    const status = statusOf(error);
    if (status !== undefined)
      return new MusterError('MUS2011', `Docker answered ${status} to: ${what}: ${reasonOf(error)}`, options);
    if (isTimeout)
      return new MusterError(
        'MUS2012',
        `${where} did not answer within ${formatDuration(limitMs)} to: ${what}`,
        options,
      );
    if (isOver) return new MusterError('MUS2012', `${where} did not answer in time to: ${what}`, options);
    return new MusterError('MUS2010', `${where} cannot be reached: ${messageOf(error)}`, options);
  }
}

interface Circumstances {
  readonly what: string;
  readonly limitMs: number;
  readonly isTimeout: boolean;
  readonly isOver: boolean;
}

/** The HTTP status with which the engine refused, also of a MusterError; undefined for other failures. */
export function statusOf(error: unknown): number | undefined {
  const { statusCode, cause } = (error ?? {}) as { statusCode?: unknown; cause?: unknown };
  if (typeof statusCode === 'number') return statusCode;
  return cause === undefined ? undefined : statusOf(cause);
}

/** Ignores that what was asked is so already (304), or that there is nothing to ask it of (404). */
export async function unless(statuses: readonly number[], call: Promise<unknown>): Promise<void> {
  await call.catch((error: unknown) => {
    if (!statuses.includes(statusOf(error) ?? 0)) throw error;
  });
}

/** dockerode waits for a socket before it hears the signal. */
function aborted(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  return promise;
}

function reasonOf(error: unknown): string {
  const { json } = error as { json?: { message?: unknown } | null };
  const said = typeof json?.message === 'string' ? json.message : messageOf(error);
  return said.trim().replaceAll(/\s+/g, ' ');
}

const isTls = ({ url, tls }: EngineAddress): boolean => url.startsWith('https:') || tls !== undefined;

/** Everything is given, also what is undefined: dockerode fills gaps from DOCKER_HOST by rules of its own. */
function connectionOf(address: EngineAddress): Docker.DockerOptions {
  const none = { host: undefined, port: undefined, ca: undefined, cert: undefined, key: undefined };
  const socketPath = socketOf(address);
  if (socketPath !== undefined) return { ...none, socketPath, protocol: undefined };
  const { protocol, hostname, port, username } = new URL(address.url);
  if (protocol === 'ssh:') {
    const sshOptions = { agent: process.env['SSH_AUTH_SOCK'] };
    const login = { username: username === '' ? undefined : username, sshOptions };
    return { ...none, protocol: 'ssh', host: hostname, port: port || 22, ...login } as Docker.DockerOptions;
  }
  const { ca, cert, key } = address.tls ?? {};
  const read = (file: string | undefined) => (file === undefined ? undefined : readFileSync(file));
  return {
    ...none,
    protocol: isTls(address) ? 'https' : undefined,
    host: hostname,
    port: port || (isTls(address) ? TLS_PORT : PLAIN_PORT),
    ca: read(ca),
    cert: read(cert),
    key: read(key),
  };
}
