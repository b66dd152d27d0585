// Runbooks that were executed: every command of every ```console block runs against a shop that is well, and its answer
// begins as the runbook says (numbers may differ).
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DEFAULT_PORTS } from '../../apps/demo-shop/src/shop.config.ts';
import { type Lane, openLane, root } from './lane.spec-support.ts';

interface Step {
  readonly command: string;
  readonly answer: string;
}

const folder = join(root, 'runbooks');
const runbooks = readdirSync(folder).map((file) => ({
  file,
  text: readFileSync(join(folder, file), 'utf8'),
}));
const main = resolve('apps/demo-shop/src/main.ts');

function stepsOf(text: string): readonly Step[] {
  return [...text.matchAll(/```console\n\$ (.*)\n((?:.*\n)*?)```/g)].map(([, command = '', answer = '']) => ({
    command,
    answer: answer.split('\n')[0] ?? '',
  }));
}

let lane: Lane;
let stateDir: string;
beforeAll(async () => {
  stateDir = mkdtempSync(join(tmpdir(), 'muster-runbooks-'));
  lane = await openLane(stateDir);
}, 120_000);
afterAll(async () => {
  await lane.shop.stop();
  rmSync(stateDir, { recursive: true, force: true });
}, 120_000);

/** What the runbook says of the shop on its usual ports, said of this one. */
function here(text: string): string {
  const shopDir = join(stateDir, 'shop');
  return Object.entries(DEFAULT_PORTS as unknown as Record<string, number>)
    .reduce(
      (said, [name, port]) =>
        said.replaceAll(String(port), String(lane.shop.ports[name as keyof typeof DEFAULT_PORTS])),
      text,
    )
    .replaceAll('.muster/demo-shop', shopDir)
    .replaceAll(
      'npm run -s shop -- query',
      `node --conditions=muster-source --no-warnings ${main} query --state-dir ${shopDir}`,
    );
}

const alike = (answer: string): string =>
  answer
    .replaceAll(/[\d.]+/g, 'N')
    .replaceAll(/\s+/g, ' ')
    .trim();

describe.each(runbooks)('$file', ({ text }) => {
  const steps = stepsOf(text).filter(({ command }) => !command.startsWith('npx muster'));

  test('has the parts that somebody on call looks for', () => {
    const parts = [...text.matchAll(/^## (.+)$/gm)].map(([, title]) => title);
    expect(parts).toEqual(expect.arrayContaining(['Symptoms', 'Diagnose', 'Roll back', 'Escalate']));
  });

  test.each(steps)('$command', ({ command, answer }) => {
    const { status, stdout, stderr } = spawnSync('sh', ['-c', here(command)], {
      encoding: 'utf8',
      timeout: 20_000,
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    if (answer !== '') expect(alike(stdout.split('\n')[0] ?? '')).toBe(alike(here(answer)));
  });
});
