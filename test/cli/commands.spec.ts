// What the commands print that change nothing: help, catalogue, schemas, explanations; and the files that init writes.
import { readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { faults } from '#faults';
import { probes } from '#probes';
import { drivers } from '#targets';
import { muster } from './muster.spec-support.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'muster-commands-'));
});
afterAll(() => rm(folder, { recursive: true }));

const run = (...args: string[]) => muster(args, { cwd: folder });

describe('muster', () => {
  test('--version is that of the package', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(await run('--version')).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  test('--help names every command, examples and exit codes, and hides the helper', async () => {
    const { code, stdout } = await run('--help');
    expect(code).toBe(0);
    for (const command of [
      'init',
      'validate',
      'explain',
      'run',
      'abort',
      'recover',
      'report',
      'catalogue',
      'schema',
      'proxy',
    ])
      expect(stdout).toMatch(new RegExp(`^  ${command}\\b`, 'm'));
    expect(stdout).toMatch(/Examples:\n {2}\$ muster /);
    expect(stdout).toContain('130 interrupted');
    expect(stdout).not.toContain('helper-process');
  });

  test.each([
    'init',
    'validate',
    'explain',
    'run',
    'abort',
    'recover',
    'report',
    'catalogue',
    'schema',
    'proxy',
  ])('%s --help has examples', async (command) => {
    const { code, stdout } = await run(command, '--help');
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`Examples:\\n {2}\\$ muster ${command}`));
  });

  test('a misspelt command is answered with the one that was meant', async () => {
    const { code, stderr } = await run('validat');
    expect(code).toBe(2);
    expect(stderr).toContain('Did you mean validate?');
  });
});

describe('recover', () => {
  test('a journal that cannot be read is told, and keeps no other run from being recovered', async () => {
    await mkdir(path.join(folder, 'state/runs/broken'), { recursive: true });
    await writeFile(path.join(folder, 'state/runs/broken/journal.jsonl'), '{"run":"broken"}\nnot json\n');
    for (const args of [['--list'], []]) {
      const { code, stdout, stderr } = await run('recover', ...args, '--state-dir', 'state');
      expect({ code, stderr }).toEqual({ code: 4, stderr: '' });
      expect(stdout).toMatch(/broken .*(no record of run broken|not recovered)/);
    }
  });

  test('without any run says so', async () => {
    expect(await run('recover', '--state-dir', 'none')).toMatchObject({
      code: 0,
      stdout: '✔ clean  no run is left\n',
    });
    expect((await run('recover', '--list', '--state-dir', 'none')).stdout).toBe('no runs in none\n');
  });

  test('of a run that is not known says so', async () => {
    const { code, stderr } = await run('recover', 'nobody', '--state-dir', 'none');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^MUS3004 /);
  });
});

describe('catalogue', () => {
  test('--json is exactly the faults, probes and drivers that there are', async () => {
    const { code, stdout } = await run('catalogue', '--json');
    const catalogue = JSON.parse(stdout) as Record<string, { kind: string; example: unknown }[]>;
    expect(code).toBe(0);
    expect(Object.keys(catalogue)).toEqual(['faults', 'probes', 'drivers']);
    for (const [name, kinds] of Object.entries({ faults, probes, drivers })) {
      expect(catalogue[name]?.map(({ kind }) => kind)).toEqual([...kinds.keys()]);
    }
    expect(catalogue['faults']?.find(({ kind }) => kind === 'network-latency')).toMatchObject({
      parameters: expect.arrayContaining([expect.objectContaining({ name: 'jitter', default: '0ms' })]),
      example: { latency: '300ms' },
    });
  });

  test('lists every kind in a line', async () => {
    const { stdout } = await run('catalogue');
    for (const kind of [...faults.keys(), ...probes.keys(), ...drivers.keys()])
      expect(stdout).toMatch(new RegExp(`^  ${kind} +\\S`, 'm'));
  });

  test('shows one kind with units, defaults and an example', async () => {
    const { stdout } = await run('catalogue', 'network-latency');
    expect(stdout).toMatch(/latency +duration \(ms, s, m, h, d\), 1ms to 10m, required\./);
    expect(stdout).toMatch(/jitter .*default 0ms/);
    expect(stdout).toContain('fault: network-latency');
  });

  test('answers a misspelt kind with the one that was meant', async () => {
    const { code, stderr } = await run('catalogue', 'netwrk-latency');
    expect(code).toBe(2);
    expect(stderr).toBe(
      'MUS2006 no fault, probe or driver netwrk-latency\n  Did you mean "network-latency"?\n',
    );
  });
});

test.each(['experiment', 'environment', 'service'])('schema %s is the one in docs/schemas', async (kind) => {
  const { code, stdout } = await run('schema', kind);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual(JSON.parse(readFileSync(`docs/schemas/${kind}.json`, 'utf8')));
});

describe('init', () => {
  test('writes files that validate, and refuses to overwrite any of them', async () => {
    const { code, stdout } = await run('init', 'drill');
    expect(code).toBe(0);
    expect((await readdir(path.join(folder, 'drill'))).sort()).toEqual([
      'README.md',
      'environment.yaml',
      'experiment.yaml',
      'runbooks',
      'services',
    ]);
    expect(stdout).toContain('muster run drill');
    expect(await run('validate', 'drill')).toMatchObject({
      code: 0,
      stdout: '✔ valid  3 files, 1 experiment\n',
    });

    await cp(path.join(folder, 'drill'), path.join(folder, 'mine'), { recursive: true });
    await rm(path.join(folder, 'mine/experiment.yaml'));
    await writeFile(path.join(folder, 'mine/services/web.yaml'), 'mine');
    const again = await run('init', 'mine');
    expect(again.code).toBe(2);
    expect(again.stderr).toMatch(/^MUS2006 .*mine.* is there already; nothing was written/);
    expect(await readFile(path.join(folder, 'mine/services/web.yaml'), 'utf8')).toBe('mine');
    expect(await readdir(path.join(folder, 'mine'))).not.toContain('experiment.yaml');
  });

  test('explain says what would happen though nothing can be reached', async () => {
    await run('init', 'explained');
    const args = ['explain', 'explained', '--var', 'proxy.url=http://127.0.0.1:9'];
    const { code, stdout, stderr } = await run(...args);
    expect(code).toBe(5);
    expect(stdout).toContain('adds 200 ms ± 20 ms');
    expect(stdout).toContain('undone by: remove 1 toxic');
    expect(stdout).toMatch(/web answers fails for 5 s.*experiment\.yaml:\d+/);
    expect(stderr).toMatch(/^MUS2010 .*127\.0\.0\.1:9 cannot be reached/);
  });
});
