// What a whole run costs beyond the windows that its file asks for, from the start of the command to its end; and how soon
// a breach in the middle of a hold ends the harm. The peer is Chaos Toolkit with the same probe and the same fault on the
// same proxy, in turns.
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { provideChaosToolkit } from '../peers/chaostoolkit.ts';
import type { BenchGroup, BenchRow } from './bench.group.ts';
import {
  BASELINE_MS,
  type ExperimentPlace,
  TICK_MS,
  writeChaosExperiment,
  writeMusterExperiment,
} from './run.experiments.ts';
import { median } from './statistics.ts';
import type { Workbench } from './workbench.ts';

const ROUNDS = 9;
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
  readonly place: Omit<ExperimentPlace, 'holdMs'>;
}

async function openLab(workbench: Workbench, chaos: string | undefined): Promise<Lab> {
  const [app, appPort] = await workbench.fork<number>('probe.server');
  const [, apiPort] = await workbench.fork<number>('proxy.subject');
  const body = { name: 'app', listen: '127.0.0.1:0', upstream: `127.0.0.1:${appPort}` };
  const created = await fetch(`http://127.0.0.1:${apiPort}/proxies`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  const { listen } = (await created.json()) as { listen: string };
  return { workbench, chaos, app, place: { appPort: Number(listen.split(':')[1]), apiPort } };
}

interface Program {
  readonly command: string;
  readonly args: readonly string[];
  /** What it ends with when the experiment went as planned. */
  readonly code: number;
}

/** The same experiment for both, in files of its own. */
async function programs(
  { workbench, chaos, place }: Lab,
  holdMs: number,
): Promise<{ ours: Program; peer: Program | undefined }> {
  const folder = path.join(workbench.dir, `hold-${holdMs}`);
  await writeMusterExperiment(folder, { ...place, holdMs });
  const ours = { command: path.resolve('bin/muster'), args: ['run', folder], code: 0 };
  if (chaos === undefined) return { ours, peer: undefined };
  const file = path.join(folder, 'chaos.json');
  await writeChaosExperiment(file, { ...place, holdMs });
  return { ours, peer: { command: chaos, args: ['--no-version-check', 'run', file], code: 0 } };
}

/** How long a program takes, from its start to its end. */
async function wallMs({ workbench }: Lab, { command, args, code }: Program): Promise<number> {
  const startedMs = performance.now();
  const child = workbench.spawn(command, args, { stdio: 'ignore' });
  const [ended] = (await once(child, 'exit')) as [number | null];
  const tookMs = performance.now() - startedMs;
  if (ended !== code) throw new TypeError(`${path.basename(command)} ${args.join(' ')} ended with ${ended}`);
  return tookMs;
}

async function overhead(lab: Lab): Promise<readonly BenchRow[]> {
  const { ours, peer } = await programs(lab, HOLD_MS);
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
  const version: Program = { command: path.resolve('bin/muster'), args: ['--version'], code: 0 };
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
  const { ours, peer } = await programs(lab, LONG_HOLD_MS);
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

async function breachToGone(lab: Lab, { command, args }: Program): Promise<number> {
  const child = lab.workbench.spawn(command, args, { stdio: 'ignore' });
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
async function toxics({ place }: Lab, enough: (count: number) => boolean): Promise<void> {
  const giveUpMs = performance.now() + PATIENCE_MS;
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${place.apiPort}/proxies/app/toxics`);
    if (enough(((await answer.json()) as unknown[]).length)) return;
    if (performance.now() > giveUpMs) throw new TypeError(`no toxic came or went within ${PATIENCE_MS} ms`);
    await delay(POLL_MS);
  }
}
