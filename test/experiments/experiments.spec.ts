// Every example is validated, planned and run against the demo shop, and ends as its expected.json says; those that
// find a flaw are run against the repaired shop too. Four shops at once: examples of one shop follow one another.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { compareReports } from '#report';
import { type Lane, openLane, type Ran, root, runExample } from './lane.spec-support.ts';

interface Expected {
  readonly verdict: string;
  readonly cleanup: string;
  readonly exitCode: number;
  readonly abort?: string;
  readonly gaps: readonly string[];
}
type Example = Expected & { readonly name: string };

const examples = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && readdirSync(join(root, entry.name)).includes('experiment.yaml'))
  .map(({ name }) => {
    const text = readFileSync(join(root, name, 'expected.json'), 'utf8');
    return { name, ...(JSON.parse(text) as Expected & { readonly fixed?: Expected }) };
  });
const repaired = examples.flatMap(({ name, fixed }) => (fixed === undefined ? [] : [{ name, ...fixed }]));

const stateDir = mkdtempSync(join(tmpdir(), 'muster-examples-'));
const lanes: Lane[] = [];
const outcomes = new Map<string, Promise<Ran>>();

/** Each example of the lane begins when the one before it has ended, well or not. */
async function openAndFollow(folder: string, all: readonly Example[], isFixed = false): Promise<void> {
  const opening = openLane(join(stateDir, folder), { isFixed });
  let before: Promise<unknown> = opening;
  for (const { name, verdict } of all) {
    const outcome = before.then(async () => runExample(await opening, name, verdict));
    before = outcome.catch(() => undefined);
    outcome.catch(() => undefined);
    outcomes.set(`${isFixed} ${name}`, outcome);
  }
  lanes.push(await opening);
}

beforeAll(async () => {
  const everySecond = (all: readonly Example[], which: number) =>
    all.filter((_example, index) => index % 2 === which);
  await Promise.all([
    openAndFollow('one', everySecond(examples, 0)),
    openAndFollow('two', everySecond(examples, 1)),
    openAndFollow('repaired', everySecond(repaired, 0), true),
    openAndFollow('repaired-too', everySecond(repaired, 1), true),
  ]);
}, 120_000);
afterAll(async () => {
  await Promise.allSettled(outcomes.values());
  await Promise.all(lanes.map(({ shop }) => shop.stop()));
  rmSync(stateDir, { recursive: true, force: true });
}, 120_000);

function told({ state, report }: Ran) {
  return {
    verdict: state.verdict,
    cleanup: state.cleanup,
    abort: state.aborted?.reason,
    gaps: report.gaps.map(({ title }) => title),
    recovered: state.recovered,
    line: report.result.line,
  };
}

async function outcomeOf(name: string, isFixed: boolean): Promise<Ran> {
  const outcome = await outcomes.get(`${isFixed} ${name}`);
  if (outcome === undefined) throw new TypeError(`${name} was not run`);
  return outcome;
}

/** And the next example starts from a shop that is well again. */
function endsAs({ verdict, cleanup, abort, gaps }: Expected, ran: Ran): void {
  const seen = told(ran);
  expect(seen).toEqual({ ...seen, verdict, cleanup, abort, gaps, recovered: true });
}

test('there are at least eight examples, and three of them find a flaw that is repaired', () => {
  expect(examples.length).toBeGreaterThanOrEqual(8);
  expect(repaired.length).toBeGreaterThanOrEqual(3);
});

describe('against the shop with its flaws', () => {
  test.each(examples)(
    '$name ends as expected',
    async ({ name, ...expected }) => {
      const ran = await outcomeOf(name, false);
      endsAs(expected, ran);
      expect(ran.state.aborted !== undefined).toBe(expected.exitCode === 3);
      for (const { runbook, owner, fix, closing } of ran.report.gaps) {
        expect(runbook?.step).toMatch(/^[a-z]/);
        expect([owner, closing.command]).toEqual(['team-checkout', `muster run experiments/${name}`]);
        expect(fix).toMatch(/\.$/);
      }
    },
    120_000,
  );
});

describe('against the repaired shop', () => {
  test.each(repaired)(
    '$name finds nothing any more: every gap is closed',
    async ({ name, ...expected }) => {
      const [before, after] = await Promise.all([outcomeOf(name, false), outcomeOf(name, true)]);
      endsAs(expected, after);
      const compared = compareReports(before.report, after.report);
      expect(compared.closed.map(({ gap }) => gap.title)).toEqual(
        before.report.gaps.map(({ title }) => title),
      );
      expect([compared.open, compared.new, compared.notExamined]).toEqual([[], [], []]);
    },
    120_000,
  );
});
