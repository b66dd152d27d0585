// The bundled command: a starter that keeps compiled code, lazy imports that stay lazy, packages that would break only
// when bundled.

import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Checkout, createCheckout, type Ended, start } from './checkout.fixture.ts';

let checkout: Checkout;
const at = (file: string): string => path.join(checkout.root, file);
beforeEach(() => {
  checkout = createCheckout(true);
});
afterEach(() => checkout.remove());

function bundle(): Promise<Ended> {
  return start(process.execPath, [at('tools/bundle-cli.mjs')]).ended;
}

function muster(...args: string[]): Promise<Ended> {
  return start(process.execPath, [at('dist/cli/main.cjs'), ...args], { XDG_CACHE_HOME: at('cache') }).ended;
}

test('the version is built in, and what is imported lazily is evaluated when its command runs', async () => {
  checkout.write('libs/words/src/index.ts', "console.log('evaluated');\nexport const loud = 'LOUD-WORD';\n");
  checkout.write(
    'apps/cli/src/main.ts',
    `declare const __MUSTER_VERSION__: string;
     if (process.argv[2] === '--version') console.log(__MUSTER_VERSION__);
     else void import('#words').then(({ loud }) => console.log(loud));\n`,
  );
  expect(await bundle()).toEqual({ code: 0, output: '' });
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  expect(await muster('--version')).toEqual({ code: 0, output: `${version}\n` });
  expect(await muster('shout')).toEqual({ code: 0, output: 'evaluated\nLOUD-WORD\n' });
});

test('a Node that is too old is told so, instead of a stack', async () => {
  checkout.write('apps/cli/src/main.ts', "console.log('started');\n");
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as object;
  checkout.write('package.json', JSON.stringify({ ...manifest, engines: { node: '>=99.1' } }));
  await bundle();
  expect(await muster('run')).toEqual({
    code: 2,
    output: `Muster needs Node 99.1 or newer; this is ${process.versions.node}: https://nodejs.org/en/download\n`,
  });
});

test('compiled code is kept for each command, used again, and not missed when it cannot be kept', async () => {
  checkout.write('apps/cli/src/main.ts', "console.log(process.argv[2] ?? 'nothing');\n");
  await bundle();
  const kept = () => readdirSync(at('cache/muster/code')).sort();
  for (let round = 0; round < 2; round += 1) {
    expect(await muster('run')).toEqual({ code: 0, output: 'run\n' });
    expect(await muster('../up')).toEqual({ code: 0, output: '../up\n' });
    expect(kept()).toEqual([
      expect.stringMatching(/^muster-\w+\.cjs\.other$/),
      expect.stringMatching(/^muster-\w+\.cjs\.run$/),
    ]);
  }
  // Of no use: V8 refuses it, and it is made again.
  const [, run = ''] = kept();
  writeFileSync(at(`cache/muster/code/${run}`), 'no code');
  expect(await muster('run')).toEqual({ code: 0, output: 'run\n' });
  expect(readFileSync(at(`cache/muster/code/${run}`)).length).toBeGreaterThan(100);
  rmSync(at('cache'), { recursive: true });
  writeFileSync(at('cache'), '');
  expect(await muster('run')).toEqual({ code: 0, output: 'run\n' });
});

test('a CommonJS package works when imported statically and lazily', async () => {
  checkout.write('apps/cli/src/main.ts', "import { parse } from 'yaml';\nconsole.log(parse('a: 1').a);\n");
  expect(await bundle()).toEqual({ code: 0, output: '' });
  expect(await muster()).toEqual({ code: 0, output: '1\n' });
  checkout.write(
    'apps/cli/src/main.ts',
    "void import('yaml').then(({ parse }) => console.log(parse('a: 2').a));\n",
  );
  expect(await bundle()).toEqual({ code: 0, output: '' });
  expect(await muster()).toEqual({ code: 0, output: '2\n' });
});

test('what the slim client of undici lacks is refused', async () => {
  checkout.write('apps/cli/src/main.ts', "import { fetch } from 'undici';\nconsole.log(fetch);\n");
  const { code, output } = await bundle();
  expect(code).toBe(1);
  expect(output).toContain('No matching export in "tools/bundle/undici.slim.mjs" for import "fetch"');
});

test('a second bundle replaces the first', async () => {
  checkout.write('apps/cli/src/main.ts', "console.log('one');\n");
  await bundle();
  const before = readdirSync(at('dist/cli'));
  expect(await muster()).toEqual({ code: 0, output: 'one\n' });
  checkout.write('apps/cli/src/main.ts', "console.log('two');\n");
  await bundle();
  expect(await muster()).toEqual({ code: 0, output: 'two\n' });
  expect(readdirSync(at('dist/cli'))).toHaveLength(before.length);
});
