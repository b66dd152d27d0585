import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { RunEvent, RunJournal } from '#core';
import { recordsOf } from '../../../testkit/src/journal-contract.ts';
import { openTestDatabase, type TestDatabase } from '../../../testkit/src/test-database.ts';
import { until } from '../../../testkit/src/until.ts';
import { openWorker, type TestWorker } from '../worker.spec-support.ts';
import { startWorkerChild, type WorkerChild } from '../worker-child.spec-support.ts';

const durable = { durable: true };
const undoing: RunEvent = { type: 'phase.entered', phase: 'undoing' };
const concluded: RunEvent = {
  type: 'run.concluded',
  verdict: 'error',
  cleanup: 'clean',
  message: 'taken over',
};

describe('the runs of a worker that is gone', () => {
  let database: TestDatabase;
  let worker: TestWorker;
  const children: WorkerChild[] = [];

  beforeEach(async () => {
    database = await openTestDatabase();
    worker = await openWorker(database.url);
  });
  afterEach(async () => {
    for (const child of children.splice(0)) await child.kill();
    await worker.close();
    await database.close();
  });

  async function startOwner(run: string): Promise<WorkerChild> {
    const child = startWorkerChild(database.url, run);
    children.push(child);
    await child.says('stored 20');
    return child;
  }

  async function takenOver(): Promise<RunJournal> {
    let taken: readonly RunJournal[] = [];
    await until(async () => {
      taken = await worker.journals.takeOverOrphans(10);
      return taken.length > 0;
    }, 'an orphan');
    return taken[0]!;
  }

  test('are taken over after kill -9: every promised record is there, the fence grows, the numbers go on', async () => {
    const child = await startOwner('r1');
    expect(await worker.journals.owner('r1')).toEqual({ pid: child.process.pid, host: 'test-host' });
    expect(await worker.journals.takeOverOrphans(10)).toEqual([]);
    await child.kill();
    const promised = Number(child.lines.at(-1)!.split(' ')[1]);

    const journal = await takenOver();
    expect(journal).toMatchObject({ run: 'r1', fence: 2 });
    await journal.append([undoing, concluded], 1, durable);
    await journal.close();
    const records = await recordsOf(worker.journals, 'r1');
    expect(records.length).toBeGreaterThanOrEqual(promised + 2);
    expect(records.map(({ seq }) => seq)).toEqual(records.map((_, index) => index + 1));
    expect(records.slice(-2).map(({ fence }) => fence)).toEqual([2, 2]);
    expect(await worker.journals.takeOverOrphans(10)).toEqual([]);
  });

  test('are lost to a stopped worker: awake again it writes nothing', async () => {
    const child = await startOwner('r1');
    child.process.kill('SIGSTOP');
    const journal = await takenOver();
    const [taken] = await journal.append([undoing], 1, durable);
    child.process.kill('SIGCONT');
    await child.says('lost');
    await child.says('refused MUS3005');
    await journal.append([undoing], 2, durable);
    const after = (await recordsOf(worker.journals, 'r1')).filter(({ seq }) => seq >= taken!.seq);
    expect(after.map(({ fence }) => fence)).toEqual([2, 2]);
    expect(await worker.journals.owner('r1')).toMatchObject({ pid: process.pid });
  });

  test('that were given up unfinished are taken over at once, concluded ones are not', async () => {
    const [first, second] = [await worker.journals.create('r1'), await worker.journals.create('r2')];
    await second.append([concluded], 1, durable);
    await first.close();
    await second.close();
    expect(await worker.journals.takeOverOrphans(10)).toMatchObject([{ run: 'r1', fence: 2 }]);
  });

  test('are shared by those who take over at once: each run goes to one of them', async () => {
    const other = await openWorker(database.url);
    const names = Array.from({ length: 40 }, (_, index) => `r${index}`);
    for (const name of names) await (await worker.journals.create(name)).close();
    const claims = await Promise.all(
      [worker, other, worker, other].map(({ journals }) => journals.takeOverOrphans(15)),
    );
    const claimed = claims.flat().map(({ run, fence }) => `${run} ${fence}`);
    const rest = [await worker.journals.takeOverOrphans(40), await other.journals.takeOverOrphans(40)].flat();
    expect([...claimed, ...rest.map(({ run, fence }) => `${run} ${fence}`)].sort()).toEqual(
      names.map((name) => `${name} 2`).sort(),
    );
    await other.close();
  });

  test('a claim whose answer was lost is found again', async () => {
    await (await worker.journals.create('r1')).close();
    await database.admin.query('UPDATE runs SET worker = $1, fence = 2', [worker.lease.id]);
    expect(await worker.journals.takeOverOrphans(10)).toMatchObject([{ run: 'r1', fence: 3 }]);
    expect(await worker.journals.takeOverOrphans(10)).toEqual([]);
  });

  test('a worker without a lease claims nothing', async () => {
    await (await worker.journals.create('r1')).close();
    const late = await openWorker(database.url);
    await database.admin.query(`DELETE FROM workers WHERE id = $1`, [late.lease.id]);
    expect(await late.journals.takeOverOrphans(10)).toEqual([]);
    await until(() => !late.lease.isHeld(), 'the loss');
    await expect(late.journals.create('r2')).rejects.toMatchObject({ code: 'MUS3005' });
    await expect(late.journals.takeOver('r1')).rejects.toMatchObject({ code: 'MUS3005' });
    await late.close();
  });
});
