// One instant query. Prometheus is the instrument here: where it cannot be asked, nothing was measured.
// https://prometheus.io/docs/prometheus/latest/querying/api/#instant-queries
import { z } from 'zod';
import { defineProbe, type Measurement, messageOf, type Probe, type ProbeContext } from '#core';
import { headers, hostOf, httpUrl, withoutPassword } from './shared/address.ts';
import { HttpClient, resolveHeaders } from './shared/http.client.ts';
import { startStopwatch, stopped } from './shared/stopwatch.ts';

const LARGEST_ANSWER_BYTES = 4 * 1024 * 1024;

const params = z
  .strictObject({
    url: httpUrl().describe('Address of Prometheus, or of what speaks its API.'),
    query: z.string().min(1).describe('PromQL with one series or a scalar as its result.'),
    headers: headers(),
  })
  .describe('Asks Prometheus one instant query.');
type Params = z.infer<typeof params>;

export const prometheus = defineProbe<Params>({
  kind: 'prometheus',
  title: 'Prometheus query',
  summary: 'Asks Prometheus one instant query and measures its value.',
  params,
  fields: {
    value: {
      type: 'number',
      summary: 'Value of the one series; left out where there is none, where there are several, and for NaN.',
    },
    series: { type: 'number', summary: 'Series in the result; those with NaN do not count.' },
    latency: { type: 'duration', summary: 'Until the answer was read.' },
  },
  explain: ({ url, query }) => `query ${query} of Prometheus ${withoutPassword(url)}`,
  hosts: ({ url }) => [hostOf(url)],
  open: (values) => new PrometheusProbe(values),
  example: { url: 'http://127.0.0.1:9090', query: 'sum(rate(http_requests_total[1m]))' },
});

const sample = z.tuple([z.number(), z.string()]);
const answerSchema = z.union([
  z.object({
    status: z.literal('success'),
    data: z.union([
      z.object({ resultType: z.literal('vector'), result: z.array(z.object({ value: sample })) }),
      z.object({ resultType: z.literal('scalar'), result: sample }),
    ]),
  }),
  z.object({ status: z.literal('error'), error: z.string() }),
]);

class PrometheusProbe implements Probe {
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
      const { status, body } = await this.#ask(resolved, context.signal);
      return readAnswer(status, body, watch.elapsedMs());
    } catch (error) {
      if (watch.wasStopped()) return stopped;
      const why = context.signal.aborted ? `no answer within ${context.timeoutMs} ms` : messageOf(error);
      return { outcome: 'error', message: `Prometheus ${withoutPassword(this.#params.url)}: ${why}` };
    }
  }

  close(): Promise<void> {
    return this.#client.close();
  }

  #ask(resolved: Record<string, string>, signal: AbortSignal) {
    const base = new URL(this.#params.url).pathname.replace(/\/$/, '');
    const path = `${base}/api/v1/query?${new URLSearchParams({ query: this.#params.query }).toString()}`;
    const request = { method: 'GET', path, headers: resolved, signal } as const;
    return this.#client.send({ ...request, keptBytes: LARGEST_ANSWER_BYTES });
  }
}

function readAnswer(status: number, body: string, latency: number): Measurement {
  const answer = parseAnswer(body);
  if (answer === undefined) {
    const message = `Prometheus answered ${status} with something else than a vector or a scalar`;
    return { outcome: 'error', message };
  }
  if (answer.status === 'error') {
    return { outcome: 'error', message: `Prometheus answered ${status}: ${answer.error}` };
  }
  const { data } = answer;
  const samples = data.resultType === 'vector' ? data.result.map(({ value }) => value) : [data.result];
  const values = samples.map(([, text]) => numberOf(text)).filter((value) => !Number.isNaN(value));
  const [value] = values;
  const series = values.length;
  if (series > 1) {
    const note = `${series} series: aggregate them in the query`;
    return { outcome: 'measured', fields: { series, latency }, note };
  }
  const fields = value === undefined ? { series, latency } : { value, series, latency };
  return { outcome: 'measured', fields };
}

function parseAnswer(body: string): z.infer<typeof answerSchema> | undefined {
  try {
    return answerSchema.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
}

/** Infinity becomes the largest number: it compares the same and survives JSON. */
function numberOf(text: string): number {
  const value = Number(text.replace('Inf', 'Infinity'));
  return Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value));
}
