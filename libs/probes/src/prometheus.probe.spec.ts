import { afterEach, describe, expect, test } from '@jest/globals';
import { describeProbeContract } from '../../testkit/src/probe-contract.ts';
import { bind, closedPort, measure, serveHttp } from './probe.lab.spec-support.ts';
import { prometheus } from './prometheus.probe.ts';

const vector = (...values: readonly string[]) => ({
  status: 'success',
  data: {
    resultType: 'vector',
    result: values.map((value, index) => ({
      metric: { instance: String(index) },
      value: [1_700_000_000.123, value],
    })),
  },
});

/** Answers as Prometheus does to `/api/v1/query`. */
function serveAnswer(body: unknown, status = 200) {
  return serveHttp((request, response) => {
    const found = request.url?.startsWith('/prometheus/api/v1/query?query=') ?? false;
    response.writeHead(found ? status : 404, { 'content-type': 'application/json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
}

describeProbeContract(prometheus, async () => {
  const server = await serveAnswer(vector('1.5'));
  const silent = await serveHttp(() => undefined);
  const at = (port: number) => ({ url: `http://127.0.0.1:${port}/prometheus/`, query: 'up{job="shop"}' });
  return {
    up: { ...at(server.port), headers: { authorization: { secret: 'TOKEN' } } },
    broken: at(await closedPort()),
    hanging: at(silent.port),
    secrets: { TOKEN: 'Bearer shop-secret' },
    close: async () => {
      await Promise.all([server.close(), silent.close()]);
    },
  };
});

describe('prometheus', () => {
  const opened: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const one of opened.splice(0).reverse()) await one.close();
  });

  async function answered(body: unknown, status = 200) {
    const server = await serveAnswer(body, status);
    const probe = bind(prometheus, { url: `http://127.0.0.1:${server.port}/prometheus`, query: 'up' });
    opened.push(server, probe);
    return measure(probe);
  }

  test('the value of the one series', async () => {
    const measurement = await answered(vector('0.25'));
    expect(measurement).toMatchObject({ outcome: 'measured', fields: { value: 0.25, series: 1 } });
  });

  test('a scalar', async () => {
    const scalar = { status: 'success', data: { resultType: 'scalar', result: [1, '42'] } };
    expect(await answered(scalar)).toMatchObject({ fields: { value: 42, series: 1 } });
  });

  test.each([[[]], [['NaN']]])('%j is no series and no value', async (values) => {
    const measurement = await answered(vector(...values));
    expect(measurement).toEqual({ outcome: 'measured', fields: { series: 0, latency: expect.any(Number) } });
  });

  test.each([
    ['+Inf', Number.MAX_VALUE],
    ['-Inf', -Number.MAX_VALUE],
  ])('%s compares as the largest number, which JSON can hold', async (text, value) => {
    expect(await answered(vector(text))).toMatchObject({ fields: { value, series: 1 } });
  });

  test('of several series there is no value, and a note tells why', async () => {
    const measurement = await answered(vector('1', '2', 'NaN'));
    expect(measurement).toEqual({
      outcome: 'measured',
      fields: { series: 2, latency: expect.any(Number) },
      note: expect.stringContaining('2 series'),
    });
  });

  test('what Prometheus complains about is told', async () => {
    const complaint = { status: 'error', errorType: 'bad_data', error: 'parse error: unexpected <eof>' };
    expect(await answered(complaint, 400)).toEqual({
      outcome: 'error',
      message: 'Prometheus answered 400: parse error: unexpected <eof>',
    });
  });

  test.each([
    '<html>',
    '{}',
    JSON.stringify({ status: 'success', data: { resultType: 'matrix', result: [] } }),
  ])('another answer is an error: %s', async (body) => {
    expect(await answered(body, 503)).toEqual({
      outcome: 'error',
      message: expect.stringContaining('answered 503'),
    });
  });
});
