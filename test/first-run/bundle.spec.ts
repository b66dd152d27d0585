// The bundled command: a small starter, lazy imports that stay lazy, and packages that would break only when bundled.

import { readdirSync, readFileSync } from 'node:fs';
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
  return start(process.execPath, [at('dist/cli/main.mjs'), ...args], { XDG_CACHE_HOME: at('cache') }).ended;
}

test('the version is built in, and a lazy import is read only when its command runs', async () => {
  checkout.write('libs/words/src/index.ts', "export const loud = 'LOUD-WORD';\n");
  checkout.write(
    'apps/cli/src/main.ts',
    `declare const __MUSTER_VERSION__: string;
     if (process.argv[2] === '--version') console.log(__MUSTER_VERSION__);
     else console.log((await import('#words')).loud);\n`,
  );
  expect(await bundle()).toEqual({ code: 0, output: '' });
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  expect(await muster('--version')).toEqual({ code: 0, output: `${version}\n` });
  expect(await muster('shout')).toEqual({ code: 0, output: 'LOUD-WORD\n' });
  const chunks = readdirSync(at('dist/cli/chunks')).filter((name) => name.endsWith('.mjs'));
  const withWord = chunks.filter((name) =>
    readFileSync(at(`dist/cli/chunks/${name}`), 'utf8').includes('LOUD-WORD'),
  );
  expect(withWord).toHaveLength(1);
  expect(withWord[0]).not.toMatch(/^muster-/);
  expect(readdirSync(at('cache/muster/compile')).length).toBeGreaterThan(0);
});

test('a CommonJS package works when imported statically, and is refused when imported lazily', async () => {
  checkout.write('apps/cli/src/main.ts', "import { parse } from 'yaml';\nconsole.log(parse('a: 1').a);\n");
  expect(await bundle()).toEqual({ code: 0, output: '' });
  expect(await muster()).toEqual({ code: 0, output: '1\n' });
  checkout.write('apps/cli/src/main.ts', "console.log((await import('yaml')).parse('a: 1'));\n");
  const { code, output } = await bundle();
  expect(code).toBe(1);
  expect(output).toContain("apps/cli/src/main.ts: import('yaml') of a CommonJS package");
});

test('a second bundle replaces the first while the chunks of the first stay for who is running it', async () => {
  checkout.write('apps/cli/src/main.ts', "console.log('one');\n");
  await bundle();
  const before = readdirSync(at('dist/cli/chunks'));
  checkout.write('apps/cli/src/main.ts', "console.log('two');\n");
  await bundle();
  expect(await muster()).toEqual({ code: 0, output: 'two\n' });
  expect(readdirSync(at('dist/cli/chunks'))).toEqual(expect.arrayContaining(before));
});
