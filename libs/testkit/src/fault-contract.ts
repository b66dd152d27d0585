// What every kind of fault keeps: one suite, run against real targets.

import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import {
  type Driver,
  errorTable,
  type FaultContext,
  type IfMusterDies,
  type Json,
  MusterError,
  type Prepared,
  type Target,
} from '#core';
import { faults } from '#faults';
import { probes } from '#probes';
import { loadDocuments } from '#spec';
import { drivers } from '#targets';
import type { FaultContract, FaultLab, TargetChoice } from './fault-lab.ts';
import { testHelpers } from './helper-processes.ts';
import { until } from './until.ts';

type Context = FaultContext<unknown, 'proxy'>;
type Overrides = Partial<Pick<Context, 'signal' | 'timeLimitMs' | 'token'>>;

const LONG_MS = 60_000;
/** What `prepare` may say of an end by itself, by what the kind declares. */
const endings: Readonly<Record<IfMusterDies, readonly boolean[]>> = {
  helper: [true],
  target: [true, false],
  nobody: [false],
};

export function describeFaultContract(contract: FaultContract): void {
  describe(`${contract.fault.kind} keeps the contract of faults`, () => {
    describe('as declared', () => describeDeclaration(contract));
    describe('on a real target', () => describeHarm(contract));
    describe('as documented', () => describeDocumentation(contract));
  });
}

function describeDeclaration({ fault, params, tells, refused }: FaultContract): void {
  test('its example is accepted', () => expect(fault.params.safeParse(fault.example).success).toBe(true));

  test('an unknown parameter is refused', () => {
    const { error } = fault.params.safeParse({ ...params, unheardOf: 1 });
    expect(error?.issues).toMatchObject([{ code: 'unrecognized_keys', keys: ['unheardOf'] }]);
  });

  if (refused.length > 0) {
    test.each(refused)('%j is refused at "%s"', (wrong, at) => {
      const { error } = fault.params.safeParse(wrong);
      expect(error?.issues.map((issue) => issue.path.join('.'))).toEqual([at]);
    });
  }

  test('every parameter and the whole are described', () => {
    const schema = z.toJSONSchema(fault.params, { io: 'input' });
    expect(schema.description).toMatch(/\.$/);
    for (const property of Object.values(schema.properties ?? {})) {
      expect(property).toHaveProperty('description', expect.stringMatching(/\.$/));
    }
  });

  test('explains itself with the numbers, the same each time, and changes no parameter', () => {
    const parsed: unknown = deepFreeze(fault.params.parse(params));
    const text = fault.explain(parsed, 'payments');
    for (const told of [...tells, 'payments']) expect(text).toContain(told);
    expect(fault.explain(parsed, 'payments')).toBe(text);
    expect(fault.explainUndo(parsed, 'payments')).toMatch(/\w/);
  });

  test('parameters survive a journal', () => {
    const parsed: unknown = fault.params.parse(params);
    expect(throughJournal(parsed as Json)).toEqual(parsed);
  });

  test('the whole share is the whole harm, and what can ramp can change', () => {
    const parsed: unknown = deepFreeze(fault.params.parse(params));
    expect(fault.atShare === undefined).toBe(fault.change === undefined);
    expect(fault.atShare?.(parsed, 1) ?? parsed).toEqual(parsed);
  });
}

function describeHarm({ fault, params, open, isMomentary = false }: FaultContract): void {
  let lab: FaultLab;
  let session: Session | undefined;
  const parsed: unknown = fault.params.parse(params);
  const needs = fault.needs as string;
  beforeAll(async () => {
    lab = await open();
  });
  afterAll(() => lab.close());

  const isHarmDone = () => (isMomentary ? lab.wasHarmed!() : lab.isHarmed());
  const start = async (overrides?: Overrides) => {
    session = await Session.open(lab, lab.living);
    return session.context(needs, parsed, overrides);
  };
  afterEach(async () => {
    await session?.close();
    await lab.restore();
  });

  test('prepare changes nothing, and its undo data survives a journal', async () => {
    const context = await start();
    const before = await lab.snapshot();
    const { undo } = await prepare(context);
    expect(throughJournal(undo)).toEqual(undo);
    await expectAsBefore(before);
    expect(await lab.isHarmed()).toBe(false);
    expect(await fault.verifyUndone(context, undo)).toEqual({ gone: true });
  });

  test('inject harms, which verification sees; undo puts everything back', async () => {
    const context = await start();
    const before = await lab.snapshot();
    const { undo } = await prepare(context);
    await fault.inject(context, undo);
    await until(isHarmDone, 'the harm');
    const seen = isMomentary ? { gone: true } : { gone: false, found: expect.stringMatching(/\w/) };
    expect(await fault.verifyUndone(context, undo)).toEqual(seen);
    await undoAndVerify(context, undo);
    await until(async () => !(await lab.isHarmed()), 'the harm to go');
    await expectAsBefore(before);
  });

  test('undo by another process, from the journal alone; twice is as good as once', async () => {
    const first = await start();
    const { undo } = await prepare(first);
    await fault.inject(first, undo);
    const other = await Session.open(lab, lab.living, throughJournal(first.target as unknown as Json));
    const context = other.context(needs, throughJournal(parsed as Json), { token: first.token });
    await undoAndVerify(context, throughJournal(undo));
    const after = await lab.snapshot();
    await undoAndVerify(context, throughJournal(undo));
    await expectAsBefore(after);
    await until(async () => !(await lab.isHarmed()), 'the harm to go');
    await other.close();
  });

  test('undo of what was never injected changes nothing', async () => {
    const context = await start();
    const before = await lab.snapshot();
    const { undo } = await prepare(context);
    await undoAndVerify(context, undo);
    await expectAsBefore(before);
  });

  test('undo after an injection that was cancelled', async () => {
    const cancelled = new AbortController();
    const context = await start({ signal: cancelled.signal });
    const { undo } = await prepare({ ...context, signal: AbortSignal.timeout(LONG_MS) });
    const injected = fault.inject(context, undo).catch((error: unknown) => expectCoded(error));
    cancelled.abort();
    await injected;
    await undoAndVerify({ ...context, signal: AbortSignal.timeout(LONG_MS) }, undo);
    await until(async () => !(await lab.isHarmed()), 'the harm to go');
  });

  test('says truly whether it ends by itself', async () => {
    const context = await start({ timeLimitMs: 700 });
    const { undo, endsByItself } = await prepare(context);
    await fault.inject(context, undo);
    await until(isHarmDone, 'the harm');
    expect(endings[fault.ifMusterDies]).toContain(endsByItself);
    if (endsByItself) await until(async () => !(await lab.isHarmed()), 'the harm to end by itself');
    await undoAndVerify(context, undo);
  });

  if (fault.atShare !== undefined) {
    test('grows in steps, and is undone in the midst of it', async () => {
      const context = await start();
      const before = await lab.snapshot();
      const { undo } = await prepare(context);
      const at = (share: number) => ({
        ...context,
        params: throughJournal(fault.atShare!(parsed, share) as Json),
      });
      await fault.inject(at(0.01), undo);
      expect(await lab.isHarmed()).toBe(false);
      await fault.change!(at(1), undo);
      await until(() => lab.isHarmed(), 'the whole harm');
      await fault.change!(at(0.01), undo);
      await until(async () => !(await lab.isHarmed()), 'the harm to shrink');
      await undoAndVerify(context, undo);
      await expectAsBefore(before);
    });
  }

  test('a target that is not there is refused with a code, and without a secret', async () => {
    session = await Session.open(lab, lab.dead, lab.dead.target);
    const context = session.context(needs, parsed);
    const error: unknown = await fault.prepare(context).catch((thrown: unknown) => thrown);
    expectCoded(error);
    expectNoSecret((error as Error).message);
  });

  /** A target may need a moment to see that a connection was closed. */
  async function expectAsBefore(before: Json): Promise<void> {
    const isAsBefore = async () => isDeepStrictEqual(await lab.snapshot(), before);
    await until(isAsBefore, `the target to be ${JSON.stringify(before)}`);
  }

  function expectNoSecret(text: string): void {
    for (const secret of Object.values(lab.secrets)) expect(text).not.toContain(secret);
  }

  async function prepare(context: Context): Promise<Prepared<Json>> {
    const prepared = (await fault.prepare(context)) as Prepared<Json>;
    expectNoSecret(JSON.stringify([prepared, context.target]));
    expectNoSecret(
      fault.explain(parsed, context.target.name) + fault.explainUndo(parsed, context.target.name),
    );
    return prepared;
  }

  /** As the engine does: again, until reality is as it was. */
  async function undoAndVerify(context: Context, undo: Json): Promise<void> {
    await until(async () => {
      await fault.undo(context, undo);
      return (await fault.verifyUndone(context, undo)).gone;
    }, 'the fault to be verifiably undone');
  }
}

function describeDocumentation({ fault, url }: FaultContract): void {
  const read = (file: string) => readFileSync(new URL(file, url), 'utf8');

  test('it is in the registry', () => expect(faults.get(fault.kind)).toBe(fault));

  test('its folder has its name', () =>
    expect(new URL('.', url).pathname).toMatch(new RegExp(`/${fault.kind}/$`)));

  test('README.md tells what it does, what it cannot do, how to see it, how it is undone', () => {
    const text = read('README.md');
    expect(text).toMatch(new RegExp(`^# ${fault.kind}\n`));
    const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual(['What it does', 'What it cannot do', 'How to see it', 'How it is undone']);
  });

  test('example.yaml is valid, and uses it', () => {
    const { documents, problems } = loadDocuments({
      file: 'example.yaml',
      text: read('example.yaml'),
      kinds: { faults, drivers, probes },
    });
    expect(problems).toEqual([]);
    const used = documents.flatMap(({ kind, value }) => (kind === 'Experiment' ? value.spec.faults : []));
    expect(used.map((one) => one.fault)).toEqual([fault.kind]);
  });
}

/** A driver that is open, with one target found. */
class Session {
  readonly target: Target;
  readonly #driver: Driver;
  readonly #lab: FaultLab;

  private constructor(lab: FaultLab, driver: Driver, target: Target) {
    this.#lab = lab;
    this.#driver = driver;
    this.target = target;
  }

  /** Without a target, the one that the choice selects. */
  static async open(lab: FaultLab, { config, select }: TargetChoice, known?: unknown): Promise<Session> {
    const driver = await lab.driver.open(lab.driver.config.parse(config), {
      secrets: { resolve: async (ref) => lab.secrets['secret' in ref ? ref.secret : ref.secretFile] ?? '' },
      stateDir: lab.stateDir,
      baseDir: lab.stateDir,
    });
    const found =
      known ?? (await driver.find(lab.driver.select.parse(select), AbortSignal.timeout(LONG_MS)))[0];
    if (found === undefined) throw new Error('the lab has no target');
    return new Session(lab, driver, found as Target);
  }

  context(needs: string, params: unknown, overrides: Overrides = {}): Context {
    return {
      params,
      target: this.target,
      on: this.#driver.handle(needs as 'proxy', this.target),
      timeLimitMs: LONG_MS,
      token: `muster-test-${process.pid}-${nextNumber()}`,
      helpers: testHelpers(this.#lab.stateDir),
      signal: AbortSignal.timeout(LONG_MS),
      ...overrides,
    };
  }

  close(): Promise<void> {
    return this.#driver.close();
  }
}

let number = 0;
function nextNumber(): number {
  number += 1;
  return number;
}

function throughJournal<T extends Json>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

function expectCoded(error: unknown): void {
  expect(error).toBeInstanceOf(MusterError);
  expect(Object.keys(errorTable)).toContain((error as MusterError).code);
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) deepFreeze(inner);
    Object.freeze(value);
  }
  return value;
}
