// One run at a time harms a target, also when several start at the very same moment.
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Plan } from '#core';
import { jsonlJournalStore } from '#journal';
import { TargetClaims } from './target-claims.ts';

let stateDir: string;
beforeEach(async () => {
  stateDir = await mkdtemp(path.join(tmpdir(), 'muster-claims-'));
});
afterEach(() => rm(stateDir, { recursive: true }));

function planOn(...targets: readonly string[]): Plan {
  const faults = targets.map((id) => ({
    target: { driver: 'toxiproxy', id, name: id, labels: {}, locator: {} },
  }));
  return {
    faults,
    environment: { drivers: { toxiproxy: { url: 'http://127.0.0.1:8474' } } },
  } as unknown as Plan;
}

const open = () => {
  const journals = jsonlJournalStore(path.join(stateDir, 'runs'));
  return { journals, claims: new TargetClaims({ stateDir, journals }) };
};

describe('claims on targets', () => {
  test('a living run keeps its targets until its journal is closed', async () => {
    const { journals, claims } = open();
    const journal = await journals.create('one');
    await claims.take(planOn('payments', 'db'), 'one');
    await journals.create('two');
    await expect(claims.take(planOn('db'), 'two')).rejects.toMatchObject({
      code: 'MUS2004',
      message: expect.stringContaining('db is being harmed by run one'),
    });
    await expect(claims.refuseHeld(planOn('db'), 'two')).rejects.toMatchObject({ code: 'MUS2004' });
    await claims.take(planOn('checkout'), 'two');
    await journal.close();
    await claims.take(planOn('db'), 'two');
  });

  test('what a run did not release is told, what it released is not', async () => {
    const { journals, claims } = open();
    for (const [run, target] of [
      ['clean', 'a'],
      ['left', 'b'],
    ] as const) {
      const journal = await journals.create(run);
      await claims.take(planOn(target), run);
      await journal.close();
    }
    await claims.release(planOn('a'), 'clean');
    expect(await claims.unreleased()).toEqual(['left']);
  });

  test('of many that start at once exactly one gets the target', async () => {
    const { journals } = open();
    const runs = Array.from({ length: 12 }, (_, index) => `run${index}`);
    await Promise.all(runs.map((run) => journals.create(run)));
    const results = await Promise.allSettled(runs.map((run) => open().claims.take(planOn('payments'), run)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'MUS2004' });
    }
  });

  test('leave one file for each target, however often it is claimed', async () => {
    const { journals, claims } = open();
    for (let index = 0; index < 5; index += 1) {
      const journal = await journals.create(`run${index}`);
      await claims.take(planOn('payments'), `run${index}`);
      await journal.close();
    }
    expect(await readdir(path.join(stateDir, 'claims'))).toHaveLength(1);
  });
});
