// `muster validate`: every problem of every file in one go.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Drill, openDrill } from './drill.spec-support.ts';
import { muster } from './muster.spec-support.ts';

let drill: Drill;
beforeAll(async () => {
  drill = await openDrill();
});
afterAll(() => drill.close());

const validate = (...args: string[]) => muster(['validate', ...args], { cwd: drill.folder });

describe('validate', () => {
  test('tells each broken file of test/broken in one run, without a crash', async () => {
    const folder = path.resolve('test/broken/files');
    const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
    const expected = JSON.parse(readFileSync('test/broken/expected.json', 'utf8')) as Record<
      string,
      string[]
    >;
    const { code, stdout, stderr } = await muster(['validate', ...files], { cwd: folder });
    expect({ code, stderr }).toEqual({ code: 2, stderr: '' });
    expect(files.length).toBeGreaterThanOrEqual(60);
    // One of the files is their environment: what it would have bound is not known.
    const unbound = files.filter((file) => expected[file]?.every((problem) => problem.startsWith('MUS1020')));
    const silent = files.filter((file) => !stdout.includes(`\n${file}:`) && !stdout.startsWith(`${file}:`));
    expect(silent).toEqual(unbound);
    // Where the catalogue of the test is that of the product, code and place are the same too.
    const places = ['duplicate-key.yaml', 'missing-colon.yaml', 'alias-bomb.yaml', 'binary-png.yaml'];
    for (const file of places) {
      for (const [problem = '', place = ''] of (expected[file] ?? []).map((one) => one.split(' ')))
        expect(stdout).toContain(`${file}:${place} ${problem} `);
    }
    expect(stdout).toMatch(/✖ \d+ problems {2}\d+ files, \d+ experiments\n$/);
  });

  test('passes over files of other programs in a folder, and says so', async () => {
    await drill.write('sound');
    await drill.writeFile('docker-compose.yaml', 'services: {web: {image: web}}\n');
    expect(await validate()).toMatchObject({
      code: 0,
      stdout: '✔ valid  3 files, 1 experiment, 1 of other programs skipped\n',
    });
    expect((await validate('docker-compose.yaml')).code).toBe(2);
  });

  test('tells what does not fit together: services, runbooks, rules and what is not allowed', async () => {
    const text = readFileSync(path.join(drill.folder, 'sound.yaml'), 'utf8')
      .replace('service: web', 'service: shop')
      .replace('web-slow#diagnose', 'web-slow#mend')
      .replace('abort: []', 'abort: [{when: {slo: shop-ok, burnRate: {gte: 2}, over: 1s}}]')
      .replace('for: 200ms', 'for: 40s');
    await drill.writeFile('misfit/experiment.yaml', text);
    const { code, stdout } = await validate('misfit');
    expect(code).toBe(2);
    expect(stdout).toMatch(/misfit\/experiment\.yaml:\d+:\d+ MUS1031 no service shop in the catalog/);
    expect(stdout).toMatch(/MUS1031 runbook web-slow has no heading #mend\n {4}Headings: .*diagnose/);
    expect(stdout).toMatch(/MUS1031 no service defines the SLO shop-ok/);
    expect(stdout).toMatch(/^environment\.yaml:\d+ MUS2001 .*held for 40 s, at most 30 s/m);
    expect(stdout).toMatch(/✖ 4 problems/);
  });

  test('finds the environment that an experiment names, or says where it looked', async () => {
    const text = readFileSync(path.join(drill.folder, 'sound.yaml'), 'utf8');
    await drill.writeFile(
      'named/a.yaml',
      text.replace('  service: web', '  environment: staging\n  service: web'),
    );
    const { code, stdout } = await validate('named/a.yaml');
    expect(code).toBe(2);
    expect(stdout).toMatch(/MUS1031 no environment staging in .*named or the folders above/);
    expect(await validate('named/a.yaml', '--environment', 'environment.yaml')).toMatchObject({ code: 0 });
  });

  test('binds variables of the command line before all others', async () => {
    const text = readFileSync(path.join(drill.folder, 'sound.yaml'), 'utf8');
    await drill.writeFile('bound/experiment.yaml', text.replace('for: 200ms', 'for: "${hold}"'));
    const unbound = await validate('bound');
    expect(unbound.stdout).toMatch(/MUS1020 /);
    expect(await validate('bound', '--var', 'hold=2s')).toMatchObject({ code: 0 });
  });

  test('a path that leads nowhere is a mistake of the caller', async () => {
    const { code, stderr } = await validate('nowhere');
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/^MUS2006 no file or folder nowhere\n/),
    });
  });
});
