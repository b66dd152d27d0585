// How a run is told to programs, to pipes and to terminals, and the files that it leaves.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Drill, openDrill } from './drill.spec-support.ts';
import { eventsIn, muster, parseLines } from './muster.spec-support.ts';

let drill: Drill;
beforeAll(async () => {
  drill = await openDrill();
});
afterAll(() => drill.close());

const run = (...args: string[]) => muster(['run', ...args], { cwd: drill.folder });

describe('run --json', () => {
  test('is one object per line: the events in their order, then the summary', async () => {
    const { code, stdout, stderr } = await run(await drill.write('told'), '--json', '--run-id', 'told-1');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const types = eventsIn(stdout).map(({ type }) => type);
    const order = [
      'run.planned',
      'fault.armed',
      'fault.injected',
      'fault.undo-started',
      'fault.undone',
      'run.concluded',
    ];
    expect(types.filter((type) => order.includes(type))).toEqual(order);
    const lines = parseLines(stdout);
    expect(lines.at(-1)).toEqual({
      summary: expect.objectContaining({
        exitCode: 0,
        run: 'told-1',
        experiment: 'told',
        verdict: 'pass',
        cleanup: 'clean',
        gaps: [],
        report: expect.stringMatching(/^reports\/told\/.*\/index\.html$/),
      }),
    });
    expect(
      lines.slice(0, -1).every((line) => line['run'] === 'told-1' && typeof line['atMs'] === 'number'),
    ).toBe(true);
  });

  test('tells problems, refusals and errors as objects too, and always ends with the summary', async () => {
    await drill.writeFile('bad.yaml', 'kind: Experiment\napiVersion: muster/v1\n');
    const bad = parseLines((await run('bad.yaml', '--json')).stdout);
    expect(bad[0]).toMatchObject({ problem: { code: 'MUS1010', file: 'bad.yaml', line: 1 } });
    expect(bad.at(-1)).toEqual({ summary: { exitCode: 2 } });
    const long = parseLines((await run(await drill.write('long', { hold: '1h' }), '--json')).stdout);
    expect(long[0]).toMatchObject({ refusal: { code: 'MUS2001' } });
    const missing = parseLines((await run('missing.yaml', '--json')).stdout);
    expect(missing).toEqual([
      { error: { code: 'MUS2006', message: 'no file or folder missing.yaml', next: expect.any(String) } },
      { summary: { exitCode: 2 } },
    ]);
  });
});

describe('run', () => {
  test('prints neither colours nor control characters into a pipe', async () => {
    const file = await drill.write('piped');
    for (const env of [{}, { CI: 'true' }, { FORCE_COLOR: '1' }, { NO_COLOR: '1' }]) {
      const { stdout } = await muster(['run', file], { cwd: drill.folder, env });
      expect(stdout).toContain('✔ baseline');
      expect(stdout).not.toMatch(/[\u001b\r]/);
    }
  });

  test('tells what happens line by line, with numbers and limits', async () => {
    const { stdout } = await run(await drill.write('lines', { hold: '300ms' }));
    const lines = stdout.split('\n');
    const expected = [
      /^✔ valid {7}1 fault on 1 target, at most 300 ms, undo: remove 1 toxic/,
      /^✔ baseline {4}web answers: \d+\/\d+, p99 latency [\d.]+ ms \(limit 10 s\)$/,
      /^● injected {4}network is slow: adds 30 ms to what comes back through proxy web, for 300 ms {3}\(in [\d.]+ ms\)$/,
      /^✔ undone {6}network is slow: remove 1 toxic: verified gone {3}\(undo [\d.]+ ms, read back [\d.]+ ms\)$/,
      /^✔ meanwhile {3}web answers: \d+\/\d+, p99 latency [\d.]+ ms \(limit 10 s\)$/,
      /^✔ recovered {3}in [\d.]+ m?s \(limit 5 s\)$/,
      /^PASS {2}report: /,
      /^exit 0$/,
      /^$/,
    ];
    expect(lines).toHaveLength(expected.length);
    expected.forEach((pattern, index) => expect(lines[index]).toMatch(pattern));
  });

  test('writes the report, complete, and JUnit where it is asked to', async () => {
    const file = await drill.write('reported');
    const { stdout } = await run(
      file,
      '--report',
      'out',
      '--junit',
      'results/drill.xml',
      '--run-id',
      'reported-1',
    );
    const [, page = ''] = /report: (\S+)/.exec(stdout) ?? [];
    const folder = path.join(drill.folder, path.dirname(page));
    expect((await readdir(folder)).sort()).toEqual(['index.html', 'report.json', 'report.md']);
    expect(await readdir(path.dirname(folder))).toHaveLength(1);
    expect(JSON.parse(await readFile(path.join(folder, 'report.json'), 'utf8'))).toMatchObject({
      run: 'reported-1',
      reproduce: { command: 'muster run reported.yaml' },
    });
    expect(await readFile(path.join(drill.folder, 'results/drill.xml'), 'utf8')).toMatch(
      /<testsuite name="reported"/,
    );
  });

  test('--no-report writes none and tells the gaps all the same', async () => {
    const file = await drill.write('unwritten', { latency: '600ms', limit: '300ms', hold: '1500ms' });
    const { code, stdout } = await run(file, '--no-report');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^FAIL {2}1 gap {2}unwritten$/m);
    expect(await readdir(path.join(drill.folder, 'reports'))).not.toContain('unwritten');
  });

  test('a report that cannot be written is told and changes nothing of the outcome', async () => {
    await drill.writeFile('taken', 'a file where the folder should be');
    const { code, stdout, stderr } = await run(await drill.write('kept'), '--report', 'taken');
    expect(code).toBe(0);
    expect(stderr).toMatch(/^MUS3003 report in taken/);
    expect(stdout).toMatch(/^PASS {2}kept$/m);
  });

  test('a name that a run has already is refused before anything happens', async () => {
    const file = await drill.write('named');
    expect((await run(file, '--run-id', 'once')).code).toBe(0);
    const again = await run(file, '--run-id', 'once');
    expect(again.code).toBe(2);
    expect(again.stderr).toMatch(/^MUS3001 run once exists already/);
  });

  test('--dry-run measures and prepares, and changes nothing', async () => {
    const dry = await run(await drill.write('dry'), '--dry-run');
    expect(dry.code).toBe(0);
    expect(dry.stdout).toMatch(/^✔ measured {4}web answers: status 200, latency [\d.]+ ms$/m);
    expect(dry.stdout).toMatch(/^✔ prepared {4}network is slow: could be injected now/m);
    drill.answer(503);
    const failing = await run('dry.yaml', '--dry-run', '--json');
    drill.answer(200);
    expect(failing.code).toBe(1);
    expect(parseLines(failing.stdout)[0]).toMatchObject({ rehearsal: { measured: [{ passed: false }] } });
    expect(await drill.harm()).toEqual({ enabled: true, toxics: 0 });
    const list = await muster(['recover', '--list'], { cwd: drill.folder });
    expect(list.stdout).not.toMatch(/ dry /);
  });
});

describe('report', () => {
  test('renders a run again from its journal, in every format', async () => {
    await run(
      await drill.write('again', { latency: '600ms', limit: '300ms', hold: '1500ms' }),
      '--run-id',
      'again-1',
    );
    const report = (...args: string[]) => muster(['report', ...args], { cwd: drill.folder });
    expect((await report('again-1', '--format', 'html')).stdout).toMatch(/^<!doctype html>/);
    expect((await report('again-1', '--format', 'markdown')).stdout).toMatch(/^# FAIL/);
    expect((await report('again-1', '--format', 'junit')).stdout).toMatch(/<failure/);
    const json = JSON.parse((await report('again-1', '--format', 'json')).stdout) as {
      gaps: { id: string }[];
    };
    expect(json.gaps).toHaveLength(1);
    const written = await report('again-1', '--report', 'elsewhere');
    expect(written).toMatchObject({ code: 0, stderr: '' });
    const [, page = ''] = /report: (\S+)/.exec(written.stdout) ?? [];
    // A folder of a report is as good as its run.
    const folder = path.dirname(page);
    expect(JSON.parse((await report(folder, '--format', 'json')).stdout)).toEqual(json);
  });

  test('--compare says what closed and what is still open', async () => {
    const compare = (...args: string[]) => muster(['report', '--compare', ...args], { cwd: drill.folder });
    const open = await compare('again-1', 'again-1');
    expect(open.code).toBe(1);
    expect(open.stdout).toMatch(/1 still open/);
    await run(await drill.write('again', { latency: '10ms', limit: '300ms' }), '--run-id', 'again-2');
    const closed = await compare('again-1', 'again-2');
    expect(closed.stdout).toMatch(/1 closed/);
    expect(closed.code).toBe(0);
    expect((await compare('again-1')).code).toBe(2);
    expect((await compare('again-1', 'told-1')).stderr).toMatch(
      /^MUS2006 again and told are two experiments/,
    );
  });

  test('of a run that is not known says so', async () => {
    const { code, stderr } = await muster(['report', 'nobody'], { cwd: drill.folder });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^MUS3004 /);
  });
});
