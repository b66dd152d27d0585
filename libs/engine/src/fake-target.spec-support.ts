// A target in memory with one switch, and the kinds that act on it and measure it: the engine knows no difference.

import { z } from 'zod';
import {
  byKind,
  type Catalogue,
  type Clock,
  type Driver,
  defineDriver,
  defineFault,
  defineProbe,
  type EndpointControl,
  type Helpers,
  type JournalRecord,
  type MusterError,
  type Plan,
  type RunEvent,
  type RunJournal,
} from '#core';

export class FakeTarget {
  broken = false;
  /** Undo calls that fail before one succeeds. */
  failUndos = 0;
  /** What `prepare` answers with, if it is to refuse. */
  refusal: MusterError | undefined;
  injectDelayMs = 0;
  readonly calls: string[] = [];

  catalogue(): Catalogue {
    const fault = defineFault({
      kind: 'switch-off',
      title: '',
      summary: '',
      params: z.unknown(),
      needs: 'endpoint',
      reversible: 'yes',
      ifMusterDies: 'nobody',
      effect: 'lifecycle',
      example: {},
      explain: () => '',
      explainUndo: () => '',
      prepare: async () => {
        if (this.refusal) throw this.refusal;
        return { undo: { was: this.broken }, endsByItself: false };
      },
      inject: async () => {
        this.calls.push('inject');
        await new Promise((resolve) => setTimeout(resolve, this.injectDelayMs));
        this.broken = true;
      },
      undo: async () => {
        this.calls.push('undo');
        if (this.failUndos > 0) {
          this.failUndos -= 1;
          return;
        }
        this.broken = false;
      },
      verifyUndone: async () => (this.broken ? { gone: false, found: 'still off' } : { gone: true }),
    });
    const probe = defineProbe({
      kind: 'switch',
      title: '',
      summary: '',
      params: z.unknown(),
      fields: { on: { type: 'boolean', summary: '' } },
      example: {},
      explain: () => '',
      hosts: () => [],
      open: () => ({
        measure: async () => ({ outcome: 'measured', fields: { on: !this.broken } }),
        close: async () => {},
      }),
    });
    const driver = defineDriver({
      kind: 'fake',
      title: '',
      summary: '',
      config: z.unknown(),
      select: z.unknown(),
      offers: ['endpoint'],
      hosts: () => [],
      example: {},
      open: async () => this.driver(),
    });
    return { faults: byKind([fault]), probes: byKind([probe]), drivers: byKind([driver]) };
  }

  driver(): Driver {
    const endpoint: EndpointControl = { host: 'x', port: 1, url: async () => 'x' };
    return { find: async () => [], handle: () => endpoint as never, close: async () => {} };
  }
}

const gap = {
  title: 'gap',
  severity: 'SEV2',
  owner: 'team-checkout',
  runbook: undefined,
  fix: undefined,
} as const;

export function fakePlan(more: Partial<Plan> = {}, holdMs = 400): Plan {
  return {
    version: 1,
    experiment: 'x',
    title: 'x',
    file: 'x.yaml',
    hypothesis: 'it holds',
    service: undefined,
    owner: 'team-checkout',
    environment: { name: 'e', production: false, baseDir: '/', drivers: {} },
    probes: [
      {
        name: 'p',
        role: 'steady-state',
        kind: 'switch',
        params: {},
        explain: '',
        everyMs: 10,
        timeoutMs: 1000,
        judge: {
          conditions: [{ field: 'on', type: 'boolean', aggregate: 'each', comparison: 'eq', limit: true }],
          overMs: 1000,
          passing: 1,
          atLeast: 1,
        },
        during: ['baseline', 'fault', 'recovery'],
        gap,
        at: 'x.yaml:2',
      },
    ],
    faults: [
      {
        id: 'off',
        name: 'off',
        kind: 'switch-off',
        params: {},
        target: { driver: 'fake', id: 't', name: 't', labels: {}, locator: {} },
        explain: '',
        explainUndo: '',
        reversible: 'yes',
        effect: 'lifecycle',
        holdMs,
        after: [],
        delayMs: 0,
        ramp: undefined,
        token: 'token',
        at: 'x.yaml:1',
      },
    ],
    guards: [],
    alerts: [],
    recovery: { withinMs: 2000, gap, at: '' },
    timing: { baselineMs: 200, faultDeadlineMs: 20_000, undoMs: 2000 },
    hash: '',
    ...more,
  };
}

/** A journal in memory that can be told to fail. */
export class FakeJournal implements RunJournal {
  readonly run = 'r';
  readonly fence = 1;
  readonly records: JournalRecord[] = [];
  closed = false;
  durableDelayMs = 0;
  failAfter = Number.POSITIVE_INFINITY;
  lost = false;

  async append(
    events: readonly RunEvent[],
    atMs: number,
    { durable }: { durable: boolean },
  ): Promise<readonly JournalRecord[]> {
    if (this.records.length >= this.failAfter) throw new TypeError('disk full');
    const added = events.map((event, index) => ({
      run: this.run,
      seq: this.records.length + index + 1,
      atMs,
      fence: 1,
      event,
    }));
    this.records.push(...added);
    if (durable) await new Promise((resolve) => setTimeout(resolve, this.durableDelayMs));
    return added;
  }

  isLost(): boolean {
    return this.lost;
  }

  async close(): Promise<void> {
    this.closed = true;
  }
}

/** The clock of this machine, whose wall clock can be told to jump. */
export const testClock: Clock & { jumpedMs: number } = {
  nowMs: () => performance.now(),
  epochMs: () => Date.now(),
  wallMs: () => Date.now() + testClock.jumpedMs,
  jumpedMs: 0,
  at(atMs, callback) {
    const timer = setTimeout(callback, Math.max(0, Math.ceil(atMs - performance.now())));
    return () => clearTimeout(timer);
  },
};

export const noHelpers: Helpers = {
  launch: async () => {},
  release: async () => {},
  alive: async () => false,
};
