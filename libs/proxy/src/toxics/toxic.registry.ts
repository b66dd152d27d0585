// Every kind of toxic. A new kind is its own file and one line here.
import { bandwidth } from './bandwidth.toxic.ts';
import { latency } from './latency.toxic.ts';
import { limitData } from './limit-data.toxic.ts';
import { noop } from './noop.toxic.ts';
import { resetPeer } from './reset-peer.toxic.ts';
import { slicer } from './slicer.toxic.ts';
import { slowClose } from './slow-close.toxic.ts';
import { timeout } from './timeout.toxic.ts';
import type { ToxicDefinition } from './toxic.ts';

const definitions: readonly ToxicDefinition[] = [
  bandwidth,
  latency,
  limitData,
  noop,
  resetPeer,
  slicer,
  slowClose,
  timeout,
];

export const toxicDefinitions: ReadonlyMap<string, ToxicDefinition> = new Map(
  definitions.map((definition) => [definition.type, definition]),
);
