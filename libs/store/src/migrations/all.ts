// In order. One that was released is never changed: a later one changes what it made.
import { Runs1764000000001 } from './1764000000001-runs.ts';

export const migrations = [Runs1764000000001] as const;
