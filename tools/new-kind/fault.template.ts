// The folder of a new fault: everything but the harm. Its contract fails until that is written.
import { stringify } from 'yaml';
import { drivers } from '#targets';
import type { KindRequest } from './kind.request.ts';

const labs: Readonly<Record<string, string>> = {
  proxy: 'openProxyLab(({ error }) => error !== undefined)',
  process: 'openProcessLab()',
  endpoint: 'openTcpLab({ connections: 20 })',
};

export function faultFiles(request: KindRequest): Record<string, string> {
  const { kind } = request;
  const folder = `libs/faults/src/${kind}`;
  return {
    [`${folder}/${kind}.fault.ts`]: definition(request),
    [`${folder}/${kind}.fault.spec.ts`]: specification(request),
    [`${folder}/README.md`]: readme(kind),
    [`${folder}/example.yaml`]: example(request),
  };
}

const definition = ({
  kind,
  name,
  capability,
}: KindRequest): string => `// Say what it does to its target, and why one would want to see that.

import { z } from 'zod';
import { defineFault, MusterError } from '#core';

// One key for each parameter, each described; durations, amounts of data and shares come from '#spec'.
const params = z.strictObject({}).describe('Takes no parameters.');

export const ${name} = defineFault({
  kind: '${kind}',
  title: '${titleOf(kind)}',
  summary: 'Says in one sentence what it does.',
  params,
  needs: '${capability}',
  reversible: 'yes',
  ifMusterDies: 'nobody',
  effect: 'traffic',
  explain: (_params, target) => \`does its harm to \${target}\`,
  explainUndo: (_params, target) => \`put \${target} back\`,
  // Changes nothing. What it returns is all that another process has to undo the fault.
  async prepare({ token }) {
    return { undo: { name: token }, endsByItself: false };
  },
  async inject({ target }) {
    throw new MusterError('MUS9001', \`${kind} cannot harm \${target.name} yet\`);
  },
  // Right after a half-failed inject, after a crash, and twice.
  async undo() {},
  // Reads reality back.
  async verifyUndone() {
    return { gone: true };
  },
  example: {},
});
`;

function specification({ name, kind, capability }: KindRequest): string {
  const lab = labs[capability] ?? "Promise.reject(new Error('open a lab with a real target'))";
  const [opener = ''] = /^open\w+/.exec(lab) ?? [];
  return `import { ${['describeFaultContract', opener].filter(Boolean).join(', ')} } from '#testkit';
import { ${name} } from './${kind}.fault.ts';

describeFaultContract({
  fault: ${name},
  url: import.meta.url,
  params: {},
  tells: [],
  refused: [],
  open: () => ${lab},
});
`;
}

const readme = (kind: string): string => `# ${kind}

## What it does

What happens to the target, with every parameter.

<!-- generated: parameters -->

Takes no parameters.

<!-- end -->

## What it cannot do

What it does not reach, and the traps that are known.

## How to see it

A command that shows the harm, without Muster.

## How it is undone

What is put back, how that is verified, and who ends the harm if Muster is gone.
`;

function example({ kind, capability }: KindRequest): string {
  const driver = [...drivers.values()].find(({ offers }) => offers.includes(capability));
  const target = { driver: driver?.kind, select: driver?.example };
  const flow = { collectionStyle: 'flow', flowCollectionPadding: false, lineWidth: 0 } as const;
  return `# yaml-language-server: $schema=../../../../docs/schemas/experiment.json
apiVersion: muster/v1
kind: Experiment
metadata: {name: ${kind}}
spec:
  hypothesis: Checkout answers all the while.
  targets:
    payments: ${stringify(target, flow).trimEnd()}
  steadyState:
    - name: checkout answers
      probe: http
      with: {url: "http://127.0.0.1:8080/cart/1"}
      judge: {expect: {status: 200}}
  faults:
    - name: what happens to payments
      fault: ${kind}
      target: payments
      for: 30s
`;
}

export const titleOf = (kind: string): string => {
  const words = kind.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};
