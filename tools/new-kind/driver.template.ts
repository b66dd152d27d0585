// The folder of a new driver. Its spec fails until it finds targets.
import { titleOf } from './fault.template.ts';
import type { KindRequest } from './kind.request.ts';

export function driverFiles(request: KindRequest): Record<string, string> {
  const { kind } = request;
  const folder = `libs/targets/src/${kind}`;
  return {
    [`${folder}/${kind}.driver.ts`]: definition(request),
    [`${folder}/${kind}.driver.spec.ts`]: specification(request),
    [`${folder}/README.md`]: readme(request),
  };
}

const definition = ({
  kind,
  name,
  capability,
}: KindRequest): string => `// Say what it finds, and by which interface.

import { z } from 'zod';
import { type Driver, defineDriver, MusterError, type Target } from '#core';
import { offering } from '../shared/capability.ts';

const config = z.strictObject({}).describe('Takes no settings.');
const select = z.strictObject({
  name: z.string().min(1).describe('Name of the target; * stands for any characters.'),
});
type Select = z.infer<typeof select>;

export const ${name} = defineDriver({
  kind: '${kind}',
  title: '${titleOf(kind)}',
  summary: 'Says in one sentence what it finds.',
  config,
  select,
  offers: ['${capability}'],
  // Every host that it connects to: the environment allows them, or refuses the run.
  hosts: () => [],
  async open(): Promise<Driver> {
    return {
      find: (wanted) => find(select.parse(wanted)),
      handle: offering({
        ${capability}: (target) => {
          throw new MusterError('MUS9001', \`${kind} cannot act on \${target.name} yet\`);
        },
      }),
      close: async () => undefined,
    };
  },
  example: { name: 'payments' },
});

/** Sorted by id. */
async function find({ name }: Select): Promise<readonly Target[]> {
  throw new MusterError('MUS9001', \`${kind} cannot look for \${name} yet\`);
}
`;

const specification = ({
  kind,
  name,
  capability,
}: KindRequest): string => `import { expect, test } from '@jest/globals';
import { ${name} } from './${kind}.driver.ts';

const context = { secrets: { resolve: async () => '' }, stateDir: '/nowhere', baseDir: '/nowhere' };

// Against a real system, or a fake that keeps the same promises.
test('finds a target, and gives a handle to it', async () => {
  const driver = await ${name}.open(${name}.config.parse({}), context);
  const [target] = await driver.find({ name: 'payments' }, AbortSignal.timeout(5000));
  expect(target).toMatchObject({ driver: '${kind}', name: 'payments' });
  expect(driver.handle('${capability}', target!)).toBeDefined();
  await driver.close();
});
`;

const readme = ({ kind, capability }: KindRequest): string => `# ${kind}

What it finds. Offers \`${capability}\`.

\`\`\`yaml
targets:
  payments: {driver: ${kind}, select: {name: payments}}
\`\`\`

## In an experiment: \`select\`

<!-- generated: select -->
<!-- end -->

## In the environment: \`drivers.${kind}\`

<!-- generated: settings -->
<!-- end -->
`;
