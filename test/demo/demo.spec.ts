// `npm run demo` as a user has it: what it shows, what it leaves behind, and how it ends before its time.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { until } from '#testkit';
import { isAlive } from '../../apps/demo-shop/src/is-alive.spec-support.ts';

const ARGS = ['--conditions=muster-source', '--no-warnings', path.resolve('tools/demo/main.ts')];
/** A shop on a machine that is busy with other tests. */
const START_MS = 60_000;

interface Demo {
  readonly child: ChildProcess;
  readonly said: () => string;
  readonly tmp: string;
  readonly reports: string;
}

describe('the demo', () => {
  let root: string;
  const started: ChildProcess[] = [];

  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'muster-demo-spec-'));
    mkdirSync(path.join(root, 'tmp'));
  });

  afterEach(async () => {
    await Promise.all(started.splice(0).map((child) => end(child, 'SIGTERM')));
    rmSync(root, { recursive: true, force: true });
  });

  test('breaks the shop four times, finds three gaps that say what to do, puts all back and leaves nothing', async () => {
    const { child, said, reports, tmp } = start();
    await until(() => said().includes('1/4'), 'the first experiment', START_MS);
    const family = descendants(child.pid);
    expect(await end(child)).toBe(0);
    const text = said();
    expect(text.match(/^SEV\d /gm)?.length).toBeGreaterThanOrEqual(3);
    for (const word of ['runbook', 'owner', 'closed by'])
      expect(text.match(new RegExp(`^  ${word} +\\S`, 'gm'))).toHaveLength(3);
    expect(text).toContain('3 proxies: 0 toxics, 0 switched off');
    expect(text).toMatch(/aborted +checkout-availability burns/);
    const pages = [...text.matchAll(/^ {2}(\S+\/index\.html)$/gm)].map(([, page = '']) => page);
    expect(pages).toHaveLength(5);
    for (const page of pages) expect(readFileSync(page, 'utf8')).toContain('</html>');
    expect(readdirSync(reports)).toHaveLength(5);
    const links = [...readFileSync(pages[0] ?? '', 'utf8').matchAll(/href="([^"]+\/index\.html)"/g)];
    expect(links.map(([, link = '']) => path.join(reports, link))).toEqual(pages.slice(1));
    expect(readdirSync(tmp)).toEqual([]);
    await until(() => !family.some(isAlive), 'the end of every process');
  }, 200_000);

  test('Ctrl-C in the middle undoes, stops the shop and exits with 130', async () => {
    const { child, said, tmp } = start();
    await until(() => said().includes('injected'), 'the first harm', START_MS);
    const family = descendants(child.pid);
    expect(family.length).toBeGreaterThan(6);
    expect(await end(child, 'SIGINT')).toBe(130);
    expect(said()).toMatch(/7 processes: 0 gone, 0 stopped/);
    expect(readdirSync(tmp)).toEqual([]);
    await until(() => !family.some(isAlive), 'the end of every process');
  }, 150_000);

  test('kill -9 in the middle leaves no process, and the next demo removes its folder', async () => {
    const { child, said, tmp } = start();
    await until(() => said().includes('injected'), 'the first harm', START_MS);
    const family = descendants(child.pid);
    await end(child, 'SIGKILL');
    await until(() => !family.some(isAlive), 'the end of every process');
    expect(readdirSync(tmp)).toHaveLength(1);
    const next = start();
    await until(() => next.said().includes('Starting the shop'), 'the next demo', START_MS);
    expect(readdirSync(tmp)).toEqual([expect.stringContaining(`-${next.child.pid}-`)]);
    expect(await end(next.child, 'SIGINT')).toBe(130);
  }, 150_000);

  test('says how it is used', () => {
    const [help, wrong] = [['--help'], ['--fast']].map((args) =>
      spawnSync(process.execPath, [...ARGS, ...args], { encoding: 'utf8' }),
    );
    expect(help).toMatchObject({ status: 0, stdout: expect.stringContaining('npm run demo') });
    expect(wrong).toMatchObject({ status: 2, stderr: expect.stringContaining('--fast') });
  });

  function start(): Demo {
    const reports = path.join(root, 'reports');
    const child = spawn(process.execPath, [...ARGS, '--reports', reports], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, TMPDIR: path.join(root, 'tmp') },
    });
    started.push(child);
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
    return { child, said: () => text, tmp: path.join(root, 'tmp'), reports };
  }
});

async function end(child: ChildProcess, signal?: NodeJS.Signals): Promise<number | null> {
  if (signal !== undefined) child.kill(signal);
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
}

function descendants(pid: number | undefined): readonly number[] {
  const table = spawnSync('ps', ['-A', '-o', 'pid=', '-o', 'ppid='], { encoding: 'utf8' }).stdout;
  const pairs = [...table.matchAll(/(\d+)\s+(\d+)/g)].map(([, child, parent]) => [
    Number(child),
    Number(parent),
  ]);
  const below = (parent: number | undefined): number[] =>
    pairs.flatMap(([child = 0, of]) => (of === parent ? [child, ...below(child)] : []));
  return below(pid);
}
