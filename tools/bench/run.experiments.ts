// The same experiment for both: the app answers an HTTP probe while a toxic makes its proxy 5 ms slower for a time.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

export interface ExperimentPlace {
  /** Where the app is reached, through the proxy. */
  readonly appPort: number;
  readonly apiPort: number;
  readonly holdMs: number;
}

/** The least that the format allows. */
export const BASELINE_MS = 100;
export const TICK_MS = 50;

/** For `muster run <folder>`. */
export async function writeMusterExperiment(folder: string, place: ExperimentPlace): Promise<void> {
  const { appPort, apiPort, holdMs } = place;
  await mkdir(folder, { recursive: true });
  await writeFile(
    path.join(folder, 'environment.yaml'),
    `apiVersion: muster/v1
kind: Environment
metadata: {name: bench}
spec:
  drivers: {toxiproxy: {url: "http://127.0.0.1:${apiPort}"}}
  allow:
    targets: [{driver: toxiproxy, names: [app]}]
    hosts: [127.0.0.1]
    maxTargets: 1
    maxDuration: 1m
`,
  );
  await writeFile(
    path.join(folder, 'experiment.yaml'),
    `apiVersion: muster/v1
kind: Experiment
metadata: {name: app-survives-a-slow-proxy}
spec:
  hypothesis: The app answers while its proxy is 5 ms slower.
  targets:
    app: {driver: toxiproxy, select: {proxy: app}}
  steadyState:
    - name: app answers
      probe: http
      with: {url: "http://127.0.0.1:${appPort}/"}
      every: ${TICK_MS}ms
      judge: {expect: {status: 200}, over: ${BASELINE_MS}ms, atLeast: 1}
  faults:
    - {name: app is slow, fault: network-latency, target: app, with: {latency: 5ms}, for: ${holdMs}ms}
  abort:
    - when: {probe: app answers, failingFor: 1ms}
  expect: {recoversWithin: 1s}
  timing: {baseline: ${BASELINE_MS}ms}
`,
  );
}

/** For `chaos run <file>`. */
export async function writeChaosExperiment(file: string, place: ExperimentPlace): Promise<void> {
  const { appPort, apiPort, holdMs } = place;
  const toxics = `http://127.0.0.1:${apiPort}/proxies/app/toxics`;
  const probe = {
    type: 'probe',
    name: 'app answers',
    tolerance: 200,
    provider: { type: 'http', url: `http://127.0.0.1:${appPort}/`, timeout: 2 },
  };
  const inject = {
    type: 'http',
    method: 'POST',
    url: toxics,
    headers: { 'Content-Type': 'application/json' },
    arguments: { name: 'slow', type: 'latency', attributes: { latency: 5 } },
  };
  const experiment = {
    title: 'The app survives a slow proxy',
    description: 'The app answers while its proxy is 5 ms slower.',
    'steady-state-hypothesis': { title: 'app answers', probes: [probe] },
    method: [{ type: 'action', name: 'app is slow', provider: inject, pauses: { after: holdMs / 1000 } }],
    rollbacks: [
      {
        type: 'action',
        name: 'app is fast',
        provider: { type: 'http', method: 'DELETE', url: `${toxics}/slow` },
      },
    ],
  };
  await writeFile(file, JSON.stringify(experiment));
}
