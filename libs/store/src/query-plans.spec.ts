// A page of a list costs what a page is worth, however many rows there are: an index leads to it, for common values and
// for rare ones.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openTestDatabase, type TestDatabase } from '../../testkit/src/test-database.ts';
import { type Database, openDatabase } from './database/open-database.ts';
import { READ_RECORDS } from './journal/run-records.ts';
import { type AnsweredPlan, answeredPlan, questionOf } from './query-plan.spec-support.ts';
import type { AuditFilter } from './resources/audit.store.ts';
import type { DocumentFilter, DocumentSort } from './resources/document.store.ts';
import type { PageEnd } from './resources/page.ts';
import { ResourceStore, type Resources } from './resources/resources.ts';
import { OLD_OCCURRENCES, OLD_RUNS } from './runs/retention.ts';
import { type RunFilter, RunList } from './runs/run-list.ts';
import { ScheduleList } from './schedules/schedule-list.ts';

const RUNS = 40_000;
const LIMIT = 50;
const DAY = 86_400_000;
/** Rows that a page with one filter may look at, and one with two that are not made for each other. */
const EXAMINED = 60 * LIMIT;
const EXAMINED_BY_TWO = 200 * LIMIT;

/** Like a server after a year: a few names are old and rare, most runs passed, some go on, very few were left dirty. */
const FILL = [
  `INSERT INTO runs (id, environment, experiment, service, schedule, phase, verdict, cleanup, requested_at, concluded_at, fence)
   SELECT 'run-' || n, rare || 'environment-' || n % 5, rare || 'experiment-' || n % 200, rare || 'service-' || n % 40,
     CASE WHEN n % 2 = 0 THEN rare || 'schedule-' || n % 100 END,
     CASE WHEN live = 0 THEN 'concluded' WHEN live < 20 THEN 'queued' ELSE 'holding' END,
     CASE WHEN live = 0 THEN CASE WHEN n < 10 THEN 'error' ELSE (ARRAY['pass', 'pass', 'fail'])[1 + n % 3] END END,
     CASE WHEN live = 0 THEN CASE WHEN n % 5000 = 0 THEN 'dirty' ELSE 'clean' END END,
     at, CASE WHEN live = 0 THEN at END, 1
   FROM generate_series(1, ${RUNS}) AS n,
     LATERAL (SELECT CASE WHEN n < 10 THEN 'rare-' ELSE '' END AS rare, greatest(0, n - ${RUNS - 200}) AS live,
       now() - (${RUNS} - n) * interval '10 min' AS at) AS derived`,
  `INSERT INTO run_events (run, seq, at_ms, fence, event)
   SELECT 'run-' || r, s, 0, 1, '{"type":"phase.entered","phase":"holding"}'
   FROM generate_series(1, 400) AS r, generate_series(1, 100) AS s`,
  `INSERT INTO schedules (name, rule, environment, experiment, request, changed_by)
   SELECT 'schedule-' || n, '{}', 'e', 'x', '{}', 'team' FROM generate_series(1, 2000) AS n`,
  `INSERT INTO occurrences (schedule, due_at, start_at, decided_at)
   SELECT 'schedule-' || n, at, at, at
   FROM generate_series(1, 100) AS n, generate_series(1, 300) AS m, LATERAL (SELECT now() - m * interval '1 h' AS at) AS d`,
  `INSERT INTO documents (kind, name, version, hash, service, saved_at, saved_by)
   SELECT kind, lower(kind) || '-' || n, 1, 'h', 'service-' || n % 400, now() - n * interval '1 min', 'team'
   FROM unnest(ARRAY['Experiment', 'Environment', 'Service']) AS kind, generate_series(1, 5000) AS n`,
  `INSERT INTO document_versions (kind, name, version, hash, source, saved_by)
   SELECT 'Experiment', 'experiment-' || n, v, 'h', '', 'team'
   FROM generate_series(1, 100) AS n, generate_series(1, 100) AS v`,
  `INSERT INTO tokens (id, name, hash, grants, created_at, created_by, expires_at)
   SELECT 'token-' || n, 'n', 'h', '[]', now() - n * interval '1 h', 'team', now() FROM generate_series(1, 5000) AS n`,
  `INSERT INTO audit_events (actor, actor_name, operation, path, environment, outcome, status, request_id, address)
   SELECT 'actor-' || n % 500, 'a', 'operation-' || n % 400, '/', 'environment-' || n % 300, 'done', 200, 'r', '::1'
   FROM generate_series(1, 20000) AS n`,
];

describe('a page of', () => {
  let testDatabase: TestDatabase;
  let database: Database;
  let runs: RunList;
  let schedules: ScheduleList;

  beforeAll(async () => {
    testDatabase = await openTestDatabase();
    database = await openDatabase({ url: testDatabase.url, name: 'muster-test' });
    runs = new RunList(database);
    schedules = new ScheduleList(database);
    for (const sql of FILL) await testDatabase.admin.query(sql);
    await testDatabase.admin.query('VACUUM ANALYZE');
  });
  afterAll(async () => {
    await database.close();
    await testDatabase.close();
  });

  const planOf = async (list: () => Promise<unknown>): Promise<AnsweredPlan> =>
    answeredPlan(testDatabase.admin, await questionOf(database, list));
  const planOfRuns = (filter: RunFilter, after?: PageEnd) =>
    planOf(() => runs.page(filter, { limit: LIMIT, descending: true, after }));
  const planOfResources = (list: (resources: Resources) => Promise<unknown>) =>
    planOf(() => new ResourceStore(database).read(list));
  const pages = (after: PageEnd, descending = true) =>
    [undefined, after].map((from) => ({ limit: LIMIT, descending, after: from }));

  function expectCheap({ wholeTables, examined }: AnsweredPlan, atMost = EXAMINED): void {
    expect(wholeTables).toEqual([]);
    expect(examined).toBeLessThanOrEqual(atMost);
  }
  function expectIndex(plan: AnsweredPlan, index: string): void {
    expectCheap(plan);
    expect(plan.indexes).toEqual([index]);
  }

  const rare: readonly [RunFilter, string][] = [
    [{}, 'runs_number_key'],
    [{ environment: 'rare-environment-3' }, 'runs_of_environment'],
    [{ experiment: 'rare-experiment-7' }, 'runs_of_experiment'],
    [{ service: 'rare-service-7' }, 'runs_of_service'],
    [{ schedule: 'rare-schedule-8' }, 'runs_of_schedule'],
    [{ schedule: 'never-seen' }, 'runs_of_schedule'],
    [{ verdict: 'error' }, 'runs_of_verdict'],
    [{ state: 'queued' }, 'runs_not_concluded'],
    [{ state: 'going' }, 'runs_not_concluded'],
    [{ isUnclean: true }, 'runs_not_clean'],
  ];
  test.each(rare)('runs with %j comes from %s, the first and a later one', async (filter, index) => {
    expectIndex(await planOfRuns(filter), index);
    expectIndex(await planOfRuns(filter, [RUNS / 2]), index);
  });

  const common: readonly RunFilter[] = [
    { environment: 'environment-3' },
    { experiment: 'experiment-17' },
    { service: 'service-17' },
    { schedule: 'schedule-18' },
    { verdict: 'fail' },
    { state: 'concluded' },
  ];
  test.each(common)('runs with %j is as cheap', async (filter) => {
    expectCheap(await planOfRuns(filter));
    expectCheap(await planOfRuns(filter, [RUNS / 2]));
  });

  const combined: readonly RunFilter[] = [
    { environment: 'environment-3', verdict: 'fail' },
    { environment: 'environment-3', verdict: 'error' },
    { environment: 'environment-3', state: 'going' },
    { environment: 'environment-3', experiment: 'experiment-8' },
    { experiment: 'experiment-17', verdict: 'fail' },
    { service: 'service-17', verdict: 'error', state: 'concluded' },
    { environment: 'environment-0', isUnclean: true },
    { schedule: 'schedule-18', verdict: 'fail' },
  ];
  test.each(combined)('runs with %j reads no whole table', async (filter) =>
    expectCheap(await planOfRuns(filter), EXAMINED_BY_TWO),
  );

  test('schedules, and of the occurrences of one, comes from their keys', async () => {
    for (const page of pages(['schedule-5'], false)) {
      expectIndex(await planOf(() => schedules.page(page)), 'schedules_pkey');
    }
    for (const page of pages([new Date(Date.now() - DAY).toISOString()])) {
      expectIndex(await planOf(() => schedules.occurrences('schedule-5', page)), 'occurrences_pkey');
    }
  });

  const documents: readonly [Omit<DocumentFilter, 'kind'>, DocumentSort, PageEnd, string][] = [
    [{}, 'name', ['experiment-7'], 'documents_pkey'],
    [{ names: ['experiment-3', 'experiment-4'] }, 'name', ['experiment-3'], 'documents_pkey'],
    [{ service: 'service-3' }, 'name', ['experiment-7'], 'documents_of_service'],
    [{}, 'savedAt', [new Date(Date.now() - DAY).toISOString(), 'experiment-7'], 'documents_by_age'],
  ];
  test.each(documents)('documents with %j by %s', async (filter, sort, end, index) => {
    for (const page of pages(end)) {
      const list = ({ documents: store }: Resources) =>
        store.list({ kind: 'Experiment', ...filter }, sort, page);
      expectIndex(await planOfResources(list), index);
    }
  });

  test('the versions of a document, and of tokens, comes from their keys', async () => {
    for (const page of pages([50])) {
      const versions = ({ documents: store }: Resources) =>
        store.versions({ kind: 'Experiment', name: 'experiment-5' }, page);
      expectIndex(await planOfResources(versions), 'document_versions_pkey');
    }
    for (const page of pages([new Date(Date.now() - DAY).toISOString(), 'token-24'])) {
      expectIndex(await planOfResources(({ tokens }) => tokens.list(page)), 'tokens_by_age');
    }
  });

  const audits: readonly [AuditFilter, string][] = [
    [{}, 'audit_events_pkey'],
    [{ actor: 'actor-3' }, 'audit_events_of_actor'],
    [{ operation: 'operation-3' }, 'audit_events_of_operation'],
    [{ environment: 'environment-3' }, 'audit_events_of_environment'],
  ];
  test.each(audits)('the audit trail with %j comes from %s', async (filter, index) => {
    for (const page of pages([15_000])) {
      expectIndex(await planOfResources(({ audit }) => audit.list(filter, page)), index);
    }
  });

  const answered = (sql: string, ...values: readonly unknown[]) =>
    answeredPlan(testDatabase.admin, { sql, values });

  test('a journal comes from its key', async () =>
    expectIndex(await answered(READ_RECORDS, 'run-5', 20, LIMIT), 'run_events_pkey'));

  test('what is to be forgotten comes by its age', async () => {
    const old = await answered(OLD_RUNS, 30 * DAY, LIMIT);
    expect(old.indexes).toContain('runs_concluded');
    expect(old.examined).toBeLessThanOrEqual(EXAMINED);
    expectIndex(await answered(OLD_OCCURRENCES, DAY, LIMIT), 'occurrences_decided');
  });
});
