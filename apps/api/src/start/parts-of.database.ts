// Everything of a server that lives on its database.
import path from 'node:path';
import { secretsFromEnvironment } from '#platform';
import {
  type Database,
  HaltSwitch,
  openJobs,
  openRunFeed,
  ResourceStore,
  RunList,
  RunRecords,
  RunRequests,
} from '#store';
import type { ApiParts } from '../api.module.ts';
import { PlanDesk } from '../plans/plan.desk.ts';

export type DatabaseParts = Pick<
  ApiParts,
  'store' | 'halts' | 'requests' | 'runs' | 'records' | 'feed' | 'plans'
>;

export interface PartsRequest {
  readonly database: Database;
  readonly stateDir: string;
  /** What goes wrong beside a request. */
  readonly onError: (error: Error) => void;
}

export async function partsOf({ database, stateDir, onError }: PartsRequest): Promise<{
  readonly parts: DatabaseParts;
  readonly close: () => Promise<void>;
}> {
  const jobs = await openJobs({ database, onError });
  const feed = await openRunFeed(database);
  const store = new ResourceStore(database);
  const ports = { secrets: secretsFromEnvironment(), stateDir: path.resolve(stateDir) };
  return {
    parts: {
      store,
      halts: new HaltSwitch(database),
      requests: new RunRequests(database, jobs),
      runs: new RunList(database),
      records: new RunRecords(database),
      feed,
      plans: new PlanDesk(store, ports),
    },
    async close() {
      await feed.close();
      await jobs.close();
    },
  };
}
