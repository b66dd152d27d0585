// Reads the records of a run one by one and keeps what a report needs of them: never the records themselves.
import {
  aggregate,
  begin,
  evolve,
  faultsOf,
  hasEnded,
  type JournalRecord,
  type RunEvent,
  type RunPartName,
  type RunState,
} from '#core';
import { ProbeLog } from './probe.log.ts';
import type { Aborted, Counts, Evidence } from './run-report.ts';
import { TimelineLog } from './timeline.log.ts';

type Owner = { readonly pid: number; readonly host: string };
type Of<Type extends RunEvent['type']> = Extract<RunEvent, { type: Type }>;

/** What the journal tells of one fault beyond its state. */
export interface FaultLog {
  endsByItself?: boolean;
  injectMs?: number;
  undone?: Of<'fault.undone'>;
  /** The event that ended it. */
  ended?: Evidence;
}

export interface AlertLog {
  readonly afterMs?: number | undefined;
  readonly message: string;
  readonly evidence: Evidence;
}

type Handlers = {
  [Type in RunEvent['type']]?: (event: Of<Type>, record: JournalRecord) => void;
};

export class RunLog {
  readonly run: string;
  readonly planned: Of<'run.planned'>;
  readonly startedMs: number;
  readonly timeline = new TimelineLog();
  readonly probes: ReadonlyMap<string, ProbeLog>;
  readonly faults = new Map<string, FaultLog>();
  readonly alerts = new Map<string, AlertLog>();
  readonly owners: Owner[];
  aborted: Aborted | undefined;
  recovery: { readonly afterMs?: number; readonly message?: string; readonly evidence: Evidence } | undefined;
  conclusion: string | undefined;
  endedMs: number;
  #state: RunState;
  #events = 0;
  #measurements = 0;
  #skippedTicks = 0;
  readonly #lateMs: number[] = [];

  constructor(record: JournalRecord, planned: Of<'run.planned'>) {
    const { probes } = planned.plan;
    this.run = record.run;
    this.planned = planned;
    this.startedMs = record.atMs;
    this.endedMs = record.atMs;
    this.owners = [planned.owner];
    this.#state = begin(planned, record.atMs);
    this.probes = new Map(probes.map((probe) => [probe.name, new ProbeLog(probe, probes.length)]));
    this.#count(record);
  }

  get state(): RunState {
    return this.#state;
  }

  add(record: JournalRecord): void {
    const { event, atMs } = record;
    if (event.type === 'probe.measured') this.#measured(event, record);
    else {
      const handler = this.#handlers[event.type] as
        | ((event: RunEvent, record: JournalRecord) => void)
        | undefined;
      handler?.(event, record);
      this.#state = evolve(this.#state, event, atMs);
    }
    this.#count(record);
  }

  counts(): Counts {
    const late = this.#lateMs;
    const [p50, p99, max] = (['p50', 'p99', 'max'] as const).map((kind) => aggregate(kind, late));
    return {
      events: this.#events,
      measurements: this.#measurements,
      skippedTicks: this.#skippedTicks,
      lateMs: p50 === undefined || p99 === undefined || max === undefined ? undefined : { p50, p99, max },
    };
  }

  #count(record: JournalRecord): void {
    this.#events += 1;
    this.endedMs = Math.max(this.endedMs, record.atMs);
    this.timeline.event(record, this.planned.plan);
  }

  #measured(event: Of<'probe.measured'>, record: JournalRecord): void {
    this.#measurements += 1;
    this.#lateMs.push(event.lateMs);
    const probe = this.probes.get(event.probe);
    if (!probe) return;
    const part = this.#part();
    probe.measured(event, part, { record, startedMs: this.startedMs });
    this.timeline.measured(record, event, probe, part);
  }

  /** As the run itself judges: harm lasts from the first fault in place until the last undo begins. */
  #part(): RunPartName {
    if (this.#state.firstLiveMs === undefined) return 'baseline';
    const over = faultsOf(this.#state).every(([, fault]) => fault.status === 'undoing' || hasEnded(fault));
    return over ? 'recovery' : 'fault';
  }

  #fault(id: string): FaultLog {
    const known = this.faults.get(id);
    if (known) return known;
    const log: FaultLog = {};
    this.faults.set(id, log);
    return log;
  }

  readonly #handlers: Handlers = {
    'probe.skipped': ({ probe, ticks }) => {
      this.#skippedTicks += ticks;
      this.probes.get(probe)?.skipped(ticks);
    },
    'probe.judged': ({ probe, part, judgement }, { seq, atMs }) =>
      this.probes.get(probe)?.judged(part, { ...judgement, seq, atMs }),
    'fault.armed': ({ fault, endsByItself }) => {
      this.#fault(fault).endsByItself = endsByItself;
    },
    'fault.injected': ({ fault, tookMs }) => {
      this.#fault(fault).injectMs = tookMs;
    },
    'fault.undone': (event, record) => {
      Object.assign(this.#fault(event.fault), { undone: event, ended: evidence(record, 'read back: gone') });
    },
    'fault.left': ({ fault, found, unverified }, record) => {
      const what = unverified ? 'not read back' : 'still in place';
      this.#fault(fault).ended = evidence(record, `${what}: ${found}`);
    },
    'alert.fired': ({ alert, afterMs }, record) =>
      void this.alerts.set(alert, { afterMs, message: '', evidence: evidence(record, `${alert} fired`) }),
    'alert.missed': ({ alert, afterMs, message }, record) =>
      void this.alerts.set(alert, { afterMs, message, evidence: evidence(record, `${alert} ${message}`) }),
    'alert.infeasible': ({ alert, message }, record) =>
      void this.alerts.set(alert, { message, evidence: evidence(record, message) }),
    'run.aborted': ({ breach }, { atMs, seq }) => {
      this.aborted ??= { ...breach, atMs, seq };
    },
    'run.taken-over': ({ owner }) => void this.owners.push(owner),
    'run.recovered': ({ afterMs }, record) => {
      this.recovery = { afterMs, evidence: evidence(record, 'steady again') };
    },
    'run.not-recovered': ({ message }, record) => {
      this.recovery = { message, evidence: evidence(record, message) };
    },
    'run.concluded': ({ message }) => {
      this.conclusion = message;
    },
  };
}

const evidence = ({ seq, atMs }: JournalRecord, text: string): Evidence => ({ seq, atMs, text });
