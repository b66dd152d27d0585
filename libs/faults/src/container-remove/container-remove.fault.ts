// Kills and removes a container. Nothing puts it back but whoever runs it.

import { z } from 'zod';
import { defineContainerFault } from '../shared/container.ts';

export const containerRemove = defineContainerFault({
  kind: 'container-remove',
  title: 'Container removed',
  summary: 'Kills a container and removes it; whoever runs it must create it again.',
  params: z.strictObject({}).describe('Takes no parameters.'),
  reversible: 'no',
  explain: (_params, name) =>
    `kills container ${name} and removes it with what it wrote: this cannot be undone`,
  explainUndo: (name) => `nothing: wait until whoever runs container ${name} has created it again`,
  deed: () => ({ do: 'remove' }),
  repair: undefined,
  example: {},
});
