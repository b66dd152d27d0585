// A small system to break: a web server behind the fault proxy, and a folder with the files of a project around it.
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startFaultProxyServer } from '#proxy';

export interface Drill {
  readonly folder: string;
  readonly apiUrl: string;
  /** Where clients of the web server go: through the proxy. */
  readonly webUrl: string;
  /** Writes an experiment file; returns its name. */
  write(name: string, options?: ExperimentOptions): Promise<string>;
  writeFile(name: string, text: string): Promise<void>;
  /** What is in place, as the proxy itself says. */
  harm(): Promise<{ readonly enabled: boolean; readonly toxics: number }>;
  /** The web server answers with this status from now on. */
  answer(status: number): void;
  closeProxy(): Promise<void>;
  close(): Promise<void>;
}

export interface ExperimentOptions {
  readonly latency?: string;
  readonly limit?: string;
  readonly hold?: string;
  readonly fault?: string;
  /** Lines under `abort:`. */
  readonly abort?: readonly string[];
  /** Lines under `expect:`. */
  readonly expect?: readonly string[];
  readonly undo?: string;
  readonly baseline?: string;
  readonly every?: string;
}

export async function openDrill(): Promise<Drill> {
  let status = 200;
  const web = createServer((_request, response) => response.writeHead(status).end('hello'));
  web.listen(0, '127.0.0.1');
  await once(web, 'listening');
  const upstream = `127.0.0.1:${(web.address() as AddressInfo).port}`;
  const server = await startFaultProxyServer({
    port: 0,
    proxies: [{ name: 'web', listen: '127.0.0.1:0', upstream }],
  });
  const { listen } = server.proxies.get('web');
  const folder = await mkdtemp(path.join(tmpdir(), 'muster-cli-'));
  const write = async (name: string, text: string): Promise<void> => {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  };
  await write('environment.yaml', environment({ name: 'lab', apiUrl: server.url }));
  await write('services/web.yaml', service);
  await write('runbooks/web-slow.md', '# Web is slow\n\n## Diagnose\n\nLook.\n');
  return {
    folder,
    apiUrl: server.url,
    webUrl: `http://${listen}`,
    async write(name, options = {}) {
      await write(`${name}.yaml`, experiment(name, `http://${listen}`, options));
      return `${name}.yaml`;
    },
    writeFile: write,
    async harm() {
      const answer = await fetch(`${server.url}/proxies/web`);
      const { enabled, toxics } = (await answer.json()) as { enabled: boolean; toxics: unknown[] };
      return { enabled, toxics: toxics.length };
    },
    answer: (next) => void (status = next),
    closeProxy: () => server.close(),
    async close() {
      await server.close().catch(() => undefined);
      web.closeAllConnections();
      web.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export const environment = ({
  name,
  apiUrl,
  production = false,
}: {
  name: string;
  apiUrl: string;
  production?: boolean;
}) => `
apiVersion: muster/v1
kind: Environment
metadata: {name: ${name}}
spec:
  production: ${production}
  drivers:
    toxiproxy: {url: "${apiUrl}"}
  allow:
    targets: [{driver: toxiproxy, names: [web]}]
    faults: [network-latency, network-down]
    maxDuration: 30s
`;

const service = `
apiVersion: muster/v1
kind: Service
metadata: {name: web}
spec:
  owner: team-web
  slos:
    - {name: web-ok, objective: 99%, good: {status: 200, latency: {lte: 100ms}}}
  runbooks:
    - {name: web-slow, path: ../runbooks/web-slow.md}
`;

const usual: Required<ExperimentOptions> = {
  latency: '30ms',
  limit: '10s',
  hold: '200ms',
  fault: 'network-latency',
  abort: [],
  expect: ['recoversWithin: 5s'],
  undo: '5s',
  baseline: '600ms',
  every: '20ms',
};

function experiment(name: string, url: string, options: ExperimentOptions): string {
  const { latency, limit, hold, fault, abort, expect, undo, baseline, every } = { ...usual, ...options };
  const parameters = fault === 'network-latency' ? `with: {latency: ${latency}}, ` : '';
  return `
apiVersion: muster/v1
kind: Experiment
metadata: {name: ${name}}
spec:
  hypothesis: The web server answers in time though the network is slow.
  service: web
  targets: {web: {driver: toxiproxy, select: {proxy: web}}}
  steadyState:
    - name: web answers
      probe: http
      with: {url: "${url}/"}
      every: ${every}
      timeout: 5s
      judge: {expect: {status: 200, latency: {p99: {lte: ${limit}}}}, over: 1s, atLeast: 1}
      gap: {title: web has no patience, severity: SEV2, runbook: web-slow#diagnose}
  faults:
    - {name: network is slow, fault: ${fault}, target: web, ${parameters}for: ${hold}}
  abort: [${abort.join(', ')}]
  expect: {${expect.join(', ')}}
  timing: {baseline: ${baseline}, undo: ${undo}}
`;
}
