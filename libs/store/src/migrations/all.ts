// In order. One that was released is never changed: a later one changes what it made.
import { Runs1764000000001 } from './1764000000001-runs.ts';
import { Admission1764000000002 } from './1764000000002-admission.ts';
import { Schedules1764000000003 } from './1764000000003-schedules.ts';
import { Resources1764000000101 } from './1764000000101-resources.ts';
import { Retention1764000000201 } from './1764000000201-retention.ts';
import { Approvals1764000000301 } from './1764000000301-approvals.ts';
import { Gaps1764000000302 } from './1764000000302-gaps.ts';

export const migrations = [
  Runs1764000000001,
  Admission1764000000002,
  Schedules1764000000003,
  Resources1764000000101,
  Retention1764000000201,
  Approvals1764000000301,
  Gaps1764000000302,
] as const;
