// One HTTP request. Refused, reset or too late is a measurement: status 0 and `failed` tells why.
import { z } from 'zod';
import { defineProbe, type Measurement, type Probe, type ProbeContext } from '#core';
import { headers, hostOf, httpUrl, withoutPassword } from './shared/address.ts';
import { cannotMeasure, failureOf, failureWords } from './shared/failure.ts';
import { type HttpAnswer, HttpClient, resolveHeaders } from './shared/http.client.ts';
import { type Stopwatch, startStopwatch, stopped } from './shared/stopwatch.ts';

const REDIRECT_STATUSES = new Set([301, 302, 303, 307, 308]);
const MOST_REDIRECTS = 5;

const params = z
  .strictObject({
    url: httpUrl().describe('Address to request.'),
    method: z
      .enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
      .default('GET')
      .describe('Request method.'),
    headers: headers(),
    body: z.string().optional().describe('Request body, sent as it is.'),
    followRedirects: z
      .boolean()
      .default(false)
      .describe('Follows up to 5 redirects within the same origin; others are measured as they are.'),
  })
  .describe('Sends one HTTP request over a connection that stays open.');
type Params = z.infer<typeof params>;

export const http = defineProbe<Params>({
  kind: 'http',
  title: 'HTTP request',
  summary: 'Sends one HTTP request and measures status, latency and body.',
  params,
  fields: {
    status: { type: 'number', summary: 'Status code; 0 where no whole answer came.' },
    latency: { type: 'duration', summary: 'Until the last byte of the answer, or until it failed.' },
    body: { type: 'text', summary: 'The first 64 KiB of the body.' },
    size: { type: 'size', summary: 'Bytes of the whole body.' },
    failed: { type: 'text', summary: `Empty, or why no answer came: ${failureWords}.` },
  },
  explain: ({ method, url }) => `${method} ${withoutPassword(url)}`,
  hosts: ({ url }) => [hostOf(url)],
  open: (values) => new HttpProbe(values),
  example: { url: 'http://127.0.0.1:8080/health' },
});

class HttpProbe implements Probe {
  readonly #params: Params;
  readonly #client: HttpClient;

  constructor(values: Params) {
    this.#params = values;
    this.#client = new HttpClient(new URL(values.url).origin);
  }

  async measure(context: ProbeContext): Promise<Measurement> {
    const resolved = await resolveHeaders(this.#params.headers, context);
    const watch = startStopwatch(context);
    try {
      const { status, body, size } = await this.#request(resolved, context.signal);
      return { outcome: 'measured', fields: { status, latency: watch.elapsedMs(), body, size, failed: '' } };
    } catch (error) {
      return failedRequest(error, context.signal, watch);
    }
  }

  close(): Promise<void> {
    return this.#client.close();
  }

  async #request(resolved: Record<string, string>, signal: AbortSignal): Promise<HttpAnswer> {
    let { method, body } = this.#params;
    let url = new URL(this.#params.url);
    for (let redirects = 0; ; redirects += 1) {
      const path = `${url.pathname}${url.search}`;
      const answer = await this.#client.send({ method, path, headers: resolved, body, signal });
      const next = this.#params.followRedirects ? this.#redirect(answer, url) : undefined;
      if (next === undefined || redirects === MOST_REDIRECTS) return answer;
      url = next;
      // RFC 9110, 15.4: 307 and 308 repeat the request, the others ask for the result of it.
      if (answer.status < 307 && method !== 'HEAD') [method, body] = ['GET', undefined];
    }
  }

  /** Another origin is not followed: only the host in `url` was allowed. */
  #redirect({ status, location }: HttpAnswer, from: URL): URL | undefined {
    if (!REDIRECT_STATUSES.has(status) || location === '') return undefined;
    const next = URL.parse(location, from.href);
    return next?.origin === this.#client.origin ? next : undefined;
  }
}

function failedRequest(error: unknown, signal: AbortSignal, watch: Stopwatch): Measurement {
  if (watch.wasStopped()) return stopped;
  const failed = signal.aborted ? 'timeout' : failureOf(error);
  if (failed === undefined) return cannotMeasure(error);
  const fields = { status: 0, latency: watch.elapsedMs(), body: '', size: 0, failed };
  return { outcome: 'measured', fields };
}
