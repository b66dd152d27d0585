// Something to break, for tests of plans and runs: a fault proxy of this process, and documents that aim at it.
import { startFaultProxyServer } from '#proxy';
import type { Asked, AskOptions, TestApi } from '../api.spec-support.ts';

export interface Drill {
  readonly proxyUrl: string;
  /** Asks as an admin. */
  ask(route: string, body?: object, options?: AskOptions): Promise<Asked>;
  apply(...documents: string[]): Promise<void>;
  close(): Promise<void>;
}

export async function openDrill(api: TestApi): Promise<Drill> {
  const proxies = [{ name: 'payments', listen: '127.0.0.1:0', upstream: '127.0.0.1:9' }];
  const server = await startFaultProxyServer({ port: 0, proxies });
  const apply = async (...documents: string[]) => {
    const headers = { 'content-type': 'application/yaml' };
    const body = documents.join('---\n');
    const applied = await api.ask('POST /v1/apply', { token: api.admin, body, headers });
    if (applied.status !== 200) throw new Error(applied.text);
  };
  await apply(
    environment('staging', server.url, 'policy: {runs: real}'),
    environment('fresh', server.url),
    environment('production', server.url, 'production: true', 'policy: {runs: real}'),
    experiment('slow-payments'),
  );
  return {
    proxyUrl: server.url,
    ask: (route, body, options) =>
      api.ask(route, { token: api.admin, ...(body !== undefined && { body }), ...options }),
    apply,
    close: () => server.close(),
  };
}

export const environment = (
  name: string,
  proxyUrl: string,
  ...more: readonly string[]
) => `apiVersion: muster/v1
kind: Environment
metadata: {name: ${name}}
spec:
  ${[...more, ''].join('\n  ')}variables: {shop.url: "http://127.0.0.1:9"}
  drivers: {toxiproxy: {url: "${proxyUrl}"}}
  allow: {targets: [{driver: toxiproxy, names: [payments]}], maxDuration: 10s}
`;

export const experiment = (name: string, { latency = '300ms', hold = '5s' } = {}) => `apiVersion: muster/v1
kind: Experiment
metadata: {name: ${name}}
spec:
  hypothesis: The cart is served.
  targets:
    payments: {driver: toxiproxy, select: {proxy: payments}}
  steadyState:
    - {name: answers, probe: http, with: {url: "\${shop.url}/cart"}, judge: {expect: {status: 200}}}
  faults:
    - {name: payments is slow, fault: network-latency, target: payments, with: {latency: ${latency}}, for: ${hold}}
`;
