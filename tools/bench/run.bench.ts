// What a whole run costs beyond the windows that its file asks for, from the start of the command to its end; and how soon
// a breach in the middle of a hold ends the harm. The peer is Chaos Toolkit with the same probe and the same fault on the
// same proxy, in turns.
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { provideChaosToolkit } from '../peers/chaostoolkit.ts';
import type { BenchGroup, BenchRow } from './bench.group.ts';
import { median } from './statistics.ts';
import type { Workbench } from './workbench.ts';

const ROUNDS = 9;
/** Of experiment/experiment.yaml: its baseline, and how often it measures. */
const BASELINE_MS = 100;
const TICK_MS = 20;
const HOLD_MS = 300;
const LONG_HOLD_MS = 6000;
const BREACH_AFTER_MS = 1000;
const POLL_MS = 2;
const PATIENCE_MS = 20_000;
/** Of the goals: `muster --version`; and the overhead against the peer's. */
const GOAL_VERSION_MS = 90;
const GOAL_RATIO = 1;

export const runBench: BenchGroup = {
  name: 'run',
  summary: 'what a whole run costs beyond its windows, and how soon a breach ends it',
  limitMs: 120_000,
  async run(workbench) {
    const chaos = await provideChaosToolkit();
    if (chaos === undefined) workbench.skip('Chaos Toolkit, as a peer: it needs python3 with pip and venv');
    const lab = await openLab(workbench, chaos);
    return [...(await overhead(lab)), ...(await startTime(lab)), ...(await breach(lab))];
  },
};

interface Lab {
  readonly workbench: Workbench;
  readonly chaos: string | undefined;
  readonly app: ChildProcess;
  readonly appUrl: string;
  readonly apiUrl: string;
}

async function openLab(workbench: Workbench, chaos: string | undefined): Promise<Lab> {
  const [app, appPort] = await workbench.fork<number>('probe.server');
  const [, apiPort] = await workbench.fork<number>('proxy.subject');
  const apiUrl = `http://127.0.0.1:${apiPort}`;
  const body = { name: 'app', listen: '127.0.0.1:0', upstream: `127.0.0.1:${appPort}` };
  const created = await fetch(`${apiUrl}/proxies`, { method: 'POST', body: JSON.stringify(body) });
  const { listen } = (await created.json()) as { listen: string };
  return { workbench, chaos, app, appUrl: `http://${listen}/`, apiUrl };
}

interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

const EXPERIMENT = path.resolve('tools/bench/experiment');
const MUSTER = path.resolve('bin/muster');

function musterRun({ appUrl, apiUrl }: Lab, holdMs: number): Program {
  const values = { 'app.url': appUrl, 'api.url': apiUrl, hold: `${holdMs}ms` };
  const bound = Object.entries(values).flatMap(([name, value]) => ['--var', `${name}=${value}`]);
  return { command: MUSTER, args: ['run', EXPERIMENT, ...bound] };
}

async function chaosRun(
  { workbench, chaos, appUrl, apiUrl }: Lab,
  holdMs: number,
): Promise<Program | undefined> {
  if (chaos === undefined) return undefined;
  const text = await readFile(path.join(EXPERIMENT, 'chaos.json'), 'utf8');
  const experiment = JSON.parse(text) as { method: { pauses: { after: number } }[] };
  for (const step of experiment.method) step.pauses.after = holdMs / 1000;
  const file = path.join(workbench.dir, `chaos-${holdMs}.json`);
  await writeFile(file, JSON.stringify(experiment));
  const env = { ...process.env, APP_URL: appUrl, API_URL: apiUrl };
  return { command: chaos, args: ['--no-version-check', 'run', file], env };
}

/** How long a program takes, from its start to its end. */
async function wallMs(lab: Lab, program: Program): Promise<number> {
  const startedMs = performance.now();
  const [code] = (await once(start(lab, program), 'exit')) as [number | null];
  const tookMs = performance.now() - startedMs;
  if (code !== 0)
    throw new TypeError(`${path.basename(program.command)} ${program.args.join(' ')} ended with ${code}`);
  return tookMs;
}

function start({ workbench }: Lab, { command, args, env = process.env }: Program): ChildProcess {
  return workbench.spawn(command, args, { stdio: 'ignore', env });
}

async function overhead(lab: Lab): Promise<readonly BenchRow[]> {
  const ours = musterRun(lab, HOLD_MS);
  const peer = await chaosRun(lab, HOLD_MS);
  const ourMs: number[] = [];
  const peerMs: number[] = [];
  // The first round fills caches of compiled code, here and there, and is not counted.
  for (let round = 0; round <= ROUNDS; round += 1) {
    const oneMs = (await wallMs(lab, ours)) - BASELINE_MS - HOLD_MS;
    const otherMs = peer === undefined ? Number.NaN : (await wallMs(lab, peer)) - HOLD_MS;
    if (round === 0) continue;
    ourMs.push(oneMs);
    peerMs.push(otherMs);
  }
  return [
    {
      metric: 'a run beyond its windows, start included',
      unit: 'ms',
      ours: median(ourMs),
      peer: peer === undefined ? undefined : median(peerMs),
      better: 'less',
      goal: { of: 'ratio', limit: GOAL_RATIO },
      note: `peer: chaos run; ours also measures every ${TICK_MS} ms, journals and writes its report`,
    },
  ];
}

async function startTime(lab: Lab): Promise<readonly BenchRow[]> {
  const version: Program = { command: MUSTER, args: ['--version'] };
  const tookMs: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) tookMs.push(await wallMs(lab, version));
  return [
    {
      metric: 'muster --version',
      unit: 'ms',
      ours: median(tookMs),
      better: 'less',
      goal: { of: 'ours', limit: GOAL_VERSION_MS },
    },
  ];
}

/** The app fails in the middle of a hold: how long until the toxic is gone, as the proxy tells. */
async function breach(lab: Lab): Promise<readonly BenchRow[]> {
  const ours = musterRun(lab, LONG_HOLD_MS);
  const peer = await chaosRun(lab, LONG_HOLD_MS);
  const watching = ['--hypothesis-strategy', 'continuously', '--hypothesis-frequency', `${TICK_MS / 1000}`];
  const ourMs = await breachToGone(lab, ours);
  const peerMs =
    peer === undefined
      ? undefined
      : await breachToGone(lab, { ...peer, args: [...peer.args, ...watching, '--fail-fast'] });
  return [
    {
      metric: `breach ${BREACH_AFTER_MS / 1000} s into a hold of ${LONG_HOLD_MS / 1000} s, until the fault is gone`,
      unit: 'ms',
      ours: ourMs,
      peer: peerMs,
      better: 'less',
      note: `peer: chaos run watching continuously, --fail-fast; both measure every ${TICK_MS} ms`,
    },
  ];
}

async function breachToGone(lab: Lab, program: Program): Promise<number> {
  const child = start(lab, program);
  await toxics(lab, (count) => count > 0);
  await delay(BREACH_AFTER_MS);
  const brokenMs = performance.now();
  lab.app.send(503);
  await toxics(lab, (count) => count === 0);
  const goneMs = performance.now() - brokenMs;
  lab.app.send(200);
  if (child.exitCode === null) await once(child, 'exit');
  return goneMs;
}

/** Waits until the proxy has as many toxics as asked for. */
async function toxics({ apiUrl }: Lab, enough: (count: number) => boolean): Promise<void> {
  const giveUpMs = performance.now() + PATIENCE_MS;
  for (;;) {
    const answer = await fetch(`${apiUrl}/proxies/app/toxics`);
    if (enough(((await answer.json()) as unknown[]).length)) return;
    if (performance.now() > giveUpMs) throw new TypeError(`no toxic came or went within ${PATIENCE_MS} ms`);
    await delay(POLL_MS);
  }
}
