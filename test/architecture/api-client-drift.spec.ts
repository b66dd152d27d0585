// The committed client is the one that the committed OpenAPI document gives.
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { clientFiles } from '../../tools/docs/client.files.ts';
import { outOfDate } from '../../tools/docs/generated-files.ts';

test('the client of the API is up to date (`npm run docs` writes it)', async () => {
  const files = await clientFiles(readFileSync('docs/openapi.json', 'utf8'));
  expect(Object.keys(files)).toContain('libs/api-client/src/generated/sdk.gen.ts');
  expect(outOfDate(files, (path) => readFileSync(path, 'utf8')).map(([path]) => path)).toEqual([]);
});
