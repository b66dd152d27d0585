// Restarts a container as `docker restart` does: the harm is over once it is done.

import { z } from 'zod';
import { duration, formatDuration } from '#spec';
import { defineContainerFault } from '../shared/container.ts';

const params = z
  .strictObject({
    grace: duration({ max: 8000 })
      .default(5000)
      .describe('How long it may take to shut down before it is killed, in whole seconds, rounded up.'),
  })
  .describe('Restarts a container.');

export const containerRestart = defineContainerFault({
  kind: 'container-restart',
  title: 'Container restarted',
  summary: 'Stops a container and starts it again at once.',
  params,
  reversible: 'self-ending',
  explain: ({ grace }, name) =>
    `restarts container ${name} once; it is killed if it takes more than ${formatDuration(grace)} to shut down`,
  explainUndo: (name) => `container ${name} runs again: restarted by the engine, else started here`,
  deed: ({ grace }) => ({ do: 'restart', graceMs: grace }),
  repair: undefined,
  example: { grace: '5s' },
});
