// A dry run: the whole way up to the first harm, and nothing of it.
import { type Rehearsal, rehearse } from '#engine';
import { memoryJournalStore } from '#journal';
import { catalogue } from '../catalogue.ts';
import type { PlannedRun } from '../plan/plan-run.ts';
import type { Workspace } from '../workspace.ts';

/** Its drivers are closed then. */
export async function dryRun(workspace: Workspace, planned: PlannedRun): Promise<Rehearsal> {
  const { plan, run, drivers } = planned;
  try {
    const journal = await memoryJournalStore().create(run);
    return await rehearse({ ...workspace, catalogue, drivers, plan, journal });
  } finally {
    await planned.close();
  }
}
