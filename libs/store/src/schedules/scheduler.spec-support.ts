// A replica that starts what is due, without end: `scheduler.spec-support.ts <database url>`.
import { setTimeout as delay } from 'node:timers/promises';
import { decideDue, type ScheduleRule } from '#schedule';
import { RunRequests } from '../admission/run-requests.ts';
import { openDatabase } from '../database/open-database.ts';
import { openJobs } from '../jobs/jobs.ts';
import { type DecideDue, ScheduleStore } from './schedule-store.ts';

export const decide: DecideDue = ({ rule, ...due }) =>
  decideDue({ ...due, rule: rule as unknown as ScheduleRule, freezes: [] });

if (import.meta.main) {
  const database = await openDatabase({ url: process.argv[2] ?? '', name: 'muster-test', poolSize: 3 });
  const jobs = await openJobs({ database, onError: () => undefined });
  const schedules = new ScheduleStore(database, new RunRequests(database, jobs));
  process.stdout.write('ready\n');
  for (;;) {
    await schedules.startDue(decide);
    await delay(5);
  }
}
