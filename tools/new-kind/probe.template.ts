// The two files of a new probe. Its contract fails until it measures.
import { titleOf } from './fault.template.ts';
import type { KindRequest } from './kind.request.ts';

export function probeFiles({ kind, name }: KindRequest): Record<string, string> {
  return {
    [`libs/probes/src/${kind}.probe.ts`]: `// Say what it measures, and what counts as down rather than as an inability to measure.

import { z } from 'zod';
import { defineProbe, type Measurement, MusterError } from '#core';

const params = z
  .strictObject({ host: z.string().min(1).describe('Name or address of the host.') })
  .describe('Says what it measures.');

export const ${name} = defineProbe({
  kind: '${kind}',
  title: '${titleOf(kind)}',
  summary: 'Says in one sentence what it measures.',
  params,
  fields: {
    latency: { type: 'duration', summary: 'From start to end.' },
    failed: { type: 'text', summary: 'Empty, or why it failed.' },
  },
  explain: ({ host }) => \`${kind} of \${host}\`,
  // Every host that it connects to: the environment allows them, or refuses the run.
  hosts: ({ host }) => [host],
  open: ({ host }) => ({ measure: () => measure(host), close: async () => undefined }),
  example: { host: '127.0.0.1' },
});

async function measure(host: string): Promise<Measurement> {
  throw new MusterError('MUS9001', \`${kind} cannot measure \${host} yet\`);
}
`,
    [`libs/probes/src/${kind}.probe.spec.ts`]: `import { describeProbeContract } from '../../testkit/src/probe-contract.ts';
import { ${name} } from './${kind}.probe.ts';

// \`up\`: a real system. Add what is down, what cannot be measured and what hangs.
describeProbeContract(${name}, async () => ({ up: { host: '127.0.0.1' }, close: async () => undefined }));
`,
  };
}
