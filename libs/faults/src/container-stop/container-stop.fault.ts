// Stops a container as `docker stop` does, and starts it again.

import { z } from 'zod';
import { duration, formatDuration } from '#spec';
import { defineContainerFault } from '../shared/container.ts';

const params = z
  .strictObject({
    grace: duration({ max: 8000 })
      .default(5000)
      .describe('How long it may take to shut down before it is killed, in whole seconds, rounded up.'),
  })
  .describe('Stops a container.');

export const containerStop = defineContainerFault({
  kind: 'container-stop',
  title: 'Container stopped',
  summary: 'Asks a container to shut down, kills it after a grace time, and starts it again.',
  params,
  reversible: 'yes',
  explain: ({ grace }, name) =>
    `stops container ${name}; it is killed if it takes more than ${formatDuration(grace)}`,
  explainUndo: (name) => `start container ${name}`,
  deed: ({ grace }) => ({ do: 'stop', graceMs: grace }),
  repair: 'start',
  example: { grace: '5s' },
});
