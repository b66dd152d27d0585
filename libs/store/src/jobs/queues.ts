// The queues of pg-boss and how each treats its jobs. A run is started at least once and at most one job for it waits:
// who starts it twice is refused by the row of the run.
import type { Queue } from 'pg-boss';

export const START_RUN = 'run.start';
/** Runs that could not be started, however often it was tried. */
export const START_RUN_FAILED = 'run.start-failed';
export const HOUSEKEEPING = 'housekeeping';

export interface StartRunJob {
  readonly run: string;
}

/** In the order in which they are made: a dead letter queue comes first. */
export const queues: readonly Queue[] = [
  { name: START_RUN_FAILED, retryLimit: 10, retryDelay: 5, retryBackoff: true, retryDelayMax: 300 },
  {
    name: START_RUN,
    policy: 'short',
    notify: true,
    deadLetter: START_RUN_FAILED,
    retryLimit: 5,
    retryDelay: 1,
    retryBackoff: true,
    retryDelayMax: 60,
    // A worker that was killed while it started a run: the least that pg-boss takes.
    heartbeatSeconds: 10,
    expireInSeconds: 120,
    deleteAfterSeconds: 86_400,
  },
  { name: HOUSEKEEPING, policy: 'exclusive', retryLimit: 0, expireInSeconds: 300, deleteAfterSeconds: 3_600 },
];
