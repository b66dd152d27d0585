// The TypeScript client of the API, generated from its OpenAPI document: path (from the root) -> content.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createClient } from '@hey-api/openapi-ts';

const HOME = 'libs/api-client/src/generated';

export async function clientFiles(openApi: string): Promise<Record<string, string>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'muster-client-'));
  try {
    const input = path.join(folder, 'openapi.json');
    const output = path.join(folder, 'client');
    await writeFile(input, openApi);
    await createClient({
      input,
      output: { path: output, module: { extension: '.ts' } },
      plugins: ['@hey-api/typescript', '@hey-api/sdk', '@hey-api/client-fetch'],
      logs: { level: 'silent' },
    });
    return await filesBelow(output);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function filesBelow(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  const read = files.sort().map(async (file) => {
    const name = path.relative(folder, file).split(path.sep).join('/');
    return [`${HOME}/${name}`, `${unchecked(name)}${await readFile(file, 'utf8')}`] as const;
  });
  return Object.fromEntries(await Promise.all(read));
}

/** The runtime of the generator is written for laxer compiler settings than ours; what callers see is checked. */
const unchecked = (name: string): string => (/^(client|core)\//.test(name) ? '// @ts-nocheck\n' : '');
