// Ends a container by a signal, as `docker kill` does, and starts it again.

import { z } from 'zod';
import { defineContainerFault } from '../shared/container.ts';

const params = z
  .strictObject({
    signal: z
      .enum(['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGQUIT'])
      .default('SIGKILL')
      .describe('SIGKILL ends it at once; the others let it shut down.'),
  })
  .describe('Ends a container by a signal.');

export const containerKill = defineContainerFault({
  kind: 'container-kill',
  title: 'Container killed',
  summary: 'Ends a container by a signal, and starts it again.',
  params,
  reversible: 'yes',
  explain: ({ signal }, name) => `sends 1 ${signal} to the main process of container ${name}`,
  explainUndo: (name) => `start container ${name}`,
  deed: ({ signal }) => ({ do: 'kill', signal }),
  repair: 'start',
  example: { signal: 'SIGKILL' },
});
