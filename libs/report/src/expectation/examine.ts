// Everything that an experiment expects, and how it came out: one file for each capability.
import type { RunLog } from '../model/run.log.ts';
import { cleanup } from './cleanup.ts';
import { detection } from './detection.ts';
import type { Examined } from './examined.ts';
import { measurement } from './measurement.ts';
import { recovery } from './recovery.ts';
import { steadyState } from './steady-state.ts';

export const examine = (log: RunLog): readonly Examined[] =>
  [steadyState, detection, recovery, cleanup, measurement].flatMap((of) => of(log));
