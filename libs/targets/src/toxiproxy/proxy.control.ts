// One proxy of a Toxiproxy server.

import { z } from 'zod';
import { MusterError, type ProxyControl, type ProxyState, type Toxic } from '#core';
import { type ApiAnswer, type ApiClient, type ApiRequest, refusal } from './api.client.ts';

const toxicSchema = z.object({
  name: z.string(),
  type: z.string(),
  stream: z
    .string()
    .toLowerCase()
    .pipe(z.enum(['upstream', 'downstream'])),
  toxicity: z.number(),
  attributes: z.record(z.string(), z.number()),
});

export const proxySchema = z.object({
  name: z.string(),
  enabled: z.boolean(),
  listen: z.string(),
  upstream: z.string(),
  toxics: z
    .array(toxicSchema)
    .nullish()
    .transform((toxics) => toxics ?? []),
});

/** @throws MusterError MUS2011: the answer is not Toxiproxy's. */
export function readAnswer<T>(schema: z.ZodType<T>, json: unknown): T {
  const { success, data, error } = schema.safeParse(json);
  if (success) return data;
  const [issue] = error.issues;
  const where = issue === undefined ? '' : ` (${issue.path.join('.') || 'the whole'}: ${issue.message})`;
  throw new MusterError('MUS2011', `the answer is not one of Toxiproxy${where}`);
}

/** Toxiproxy's own 404, as opposed to that of some other server. */
const isNotThere = ({ json }: ApiAnswer): boolean =>
  /not found$/.test((json as { error?: string })?.error ?? '');

export class ToxiproxyControl implements ProxyControl {
  readonly #client: ApiClient;
  readonly #path: string;

  constructor(client: ApiClient, proxy: string) {
    this.#client = client;
    this.#path = `/proxies/${encodeURIComponent(proxy)}`;
  }

  holdsTimeLimit(): Promise<boolean> {
    return this.#client.holdsTimeLimit();
  }

  async read(signal: AbortSignal): Promise<ProxyState> {
    const { enabled, listen, upstream, toxics } = readAnswer(
      proxySchema,
      await this.#found({ method: 'GET', path: this.#path, signal }),
    );
    return { enabled, listen, upstream, toxics };
  }

  async addToxic(toxic: Toxic, ttlMs: number | undefined, signal: AbortSignal): Promise<void> {
    const body = { ...toxic, ...(await this.#limit(ttlMs)) };
    await this.#found({ method: 'POST', path: `${this.#path}/toxics`, body, signal });
  }

  async updateToxic({ name, toxicity, attributes }: Toxic, signal: AbortSignal): Promise<void> {
    await this.#found({ method: 'POST', path: this.#toxic(name), body: { toxicity, attributes }, signal });
  }

  async removeToxic(name: string, signal: AbortSignal): Promise<void> {
    const wanted: ApiRequest = { method: 'DELETE', path: this.#toxic(name), signal };
    const answer = await this.#client.call(wanted);
    if (answer.status >= 400 && !isNotThere(answer)) throw refusal(wanted, answer);
  }

  async setEnabled(enabled: boolean, ttlMs: number | undefined, signal: AbortSignal): Promise<void> {
    const body = { enabled, ...(enabled ? {} : await this.#limit(ttlMs)) };
    await this.#found({ method: 'POST', path: this.#path, body, signal });
  }

  #toxic(name: string): string {
    return `${this.#path}/toxics/${encodeURIComponent(name)}`;
  }

  async #limit(ttlMs: number | undefined): Promise<{ readonly ttlMs?: number }> {
    if (ttlMs === undefined || !(await this.holdsTimeLimit())) return {};
    return { ttlMs: Math.ceil(ttlMs) };
  }

  async #found(wanted: ApiRequest): Promise<unknown> {
    const answer: ApiAnswer = await this.#client.call(wanted);
    if (answer.status >= 400) throw refusal(wanted, answer);
    return answer.json;
  }
}
