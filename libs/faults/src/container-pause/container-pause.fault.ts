// Freezes every process of a container, as `docker pause` does.

import { z } from 'zod';
import { defineContainerFault } from '../shared/container.ts';

export const containerPause = defineContainerFault({
  kind: 'container-pause',
  title: 'Container paused',
  summary: 'Freezes every process of a container: it keeps its connections and answers nothing.',
  params: z.strictObject({}).describe('Takes no parameters.'),
  reversible: 'yes',
  explain: (_params, name) => `pauses container ${name}: it keeps its connections and answers nothing`,
  explainUndo: (name) => `unpause container ${name}`,
  deed: () => ({ do: 'pause' }),
  repair: 'unpause',
  example: {},
});
