// Journals for tests, made by the real decider, guards and judges over a scripted system: no timers, the same each time.
import {
  begin,
  check,
  decide,
  evolve,
  type FieldValue,
  type Guard,
  type JournalRecord,
  Measurements,
  nextTickMs,
  type Plan,
  type RunCommand,
  type RunEvent,
  type RunState,
  startGuard,
} from '#core';

/** 2026-11-23 10:04:11 UTC. */
const startMs = Date.UTC(2026, 10, 23, 10, 4, 11);
const owner = { pid: 4711, host: 'ci-runner' };

type Fields = Readonly<Record<string, FieldValue>>;

/** How the system behaves. Times count from the start of the run; `harmed`: a fault is in place. */
export interface Script {
  /** undefined: it cannot be measured. */
  measure(probe: string, ms: number, harmed: boolean): Fields | undefined;
  /** false: undo never helps. */
  readonly undoHelps?: boolean;
  /** What is left cannot be read back. */
  readonly isUnverified?: boolean;
  readonly failInject?: string;
  /** The operator's patience. */
  readonly abortAtMs?: number;
  /** The journal ends here. */
  readonly endsAtMs?: number;
  /** Then another process takes the run over. */
  readonly isTakenOver?: boolean;
  /** The probes leave out a tick now and then. */
  readonly skipsTicks?: boolean;
}

/** Runs the plan in virtual time, a millisecond at a time. */
export function simulate(plan: Plan, script: Script): readonly JournalRecord[] {
  return new Simulation(plan, script).run();
}

class Simulation {
  readonly #plan: Plan;
  readonly #script: Script;
  readonly #records: JournalRecord[] = [];
  readonly #measurements: Measurements;
  readonly #queue: { readonly atMs: number; readonly command: RunCommand }[] = [];
  #guards: { readonly probe: string; readonly guard: Guard }[] = [];
  #harmed = false;
  #state: RunState;
  #nowMs = startMs;

  constructor(plan: Plan, script: Script) {
    this.#plan = plan;
    this.#script = script;
    this.#measurements = new Measurements(plan);
    const planned = { type: 'run.planned', plan, owner, musterVersion: '0.1.0' } as const;
    this.#state = begin(planned, startMs);
    this.#record(planned);
  }

  run(): readonly JournalRecord[] {
    const { abortAtMs, endsAtMs = Number.POSITIVE_INFINITY } = this.#script;
    this.#dispatch({ type: 'start' });
    this.#dispatch({ type: 'preflight-passed' });
    for (; this.#state.phase !== 'concluded'; this.#nowMs += 1) {
      const ms = this.#nowMs - startMs;
      if (ms === endsAtMs && !this.#script.isTakenOver) break;
      if (ms === endsAtMs) this.#takeOver();
      if (ms === abortAtMs) this.#dispatch({ type: 'breach', breach: operator });
      this.#answer();
      this.#measureDue(ms);
      if ((nextTickMs(this.#state) ?? Number.POSITIVE_INFINITY) <= this.#nowMs)
        this.#dispatch({ type: 'tick' });
    }
    return this.#records;
  }

  #takeOver(): void {
    this.#queue.length = 0;
    const owner = { pid: 4812, host: 'ci-runner' };
    this.#dispatch({ type: 'take-over', owner, message: 'the process that ran it is gone' });
  }

  #answer(): void {
    const due = this.#queue.filter(({ atMs }) => atMs <= this.#nowMs);
    this.#queue.splice(0, due.length);
    for (const { command } of due) this.#dispatch(command);
  }

  #record(event: RunEvent): void {
    const seq = this.#records.length + 1;
    this.#records.push({ run: 'r-20261123-100411', seq, atMs: this.#nowMs, fence: 1, event });
  }

  #dispatch(command: RunCommand): void {
    const now = { nowMs: this.#nowMs, measurements: this.#measurements };
    const events = decide(this.#state, command, now);
    for (const event of events) {
      this.#state = evolve(this.#state, event, this.#nowMs);
      this.#record(event);
    }
    for (const event of events) this.#react(event);
  }

  #later(afterMs: number, command: RunCommand): void {
    this.#queue.push({ atMs: this.#nowMs + afterMs, command });
    this.#queue.sort((a, b) => a.atMs - b.atMs);
  }

  #react(event: RunEvent): void {
    if (event.type === 'phase.entered' && event.phase === 'injecting') this.#startGuards();
    if (event.type === 'phase.entered' && event.phase === 'recovering') this.#guards = [];
    if (event.type === 'fault.due') {
      this.#later(2, { type: 'prepared', fault: event.fault, undo: {}, endsByItself: true });
    }
    if (event.type === 'fault.armed') this.#inject(event.fault);
    if (event.type === 'fault.undo-started') this.#undo(event.fault);
  }

  #startGuards(): void {
    this.#guards = this.#plan.guards.map((planned) => ({
      probe: planned.probe,
      guard: startGuard(planned, this.#nowMs),
    }));
  }

  #inject(fault: string): void {
    const { failInject } = this.#script;
    if (failInject !== undefined)
      return this.#later(3, { type: 'inject-failed', fault, message: failInject });
    this.#harmed = true;
    this.#later(3, { type: 'injected', fault, tookMs: 3 });
  }

  #undo(fault: string): void {
    if (this.#script.undoHelps ?? true) {
      this.#harmed = false;
      return this.#later(5, { type: 'undone', fault, undoMs: 3, verifyMs: 1.5, attempts: 1 });
    }
    this.#later(20, { type: 'undo-retried', fault, attempt: 1, message: 'the proxy answers 500' });
    this.#later(this.#plan.timing.undoMs, {
      type: 'undo-gave-up',
      fault,
      found: 'toxic latency on proxy payments',
      unverified: this.#script.isUnverified ?? false,
    });
  }

  #measureDue(ms: number): void {
    for (const { name, everyMs, role } of this.#plan.probes) {
      const isWatched = role === 'steady-state' || this.#guards.length > 0 || this.#harmed;
      if (ms % everyMs !== 0 || !isWatched) continue;
      this.#measure(name, ms);
    }
  }

  #measure(probe: string, ms: number): void {
    const planned = this.#plan.probes.find((one) => one.name === probe);
    if (!planned) return;
    const fields = this.#script.measure(probe, ms, this.#harmed);
    const passed = check(planned.judge.conditions, fields);
    const sample = {
      probe,
      atMs: this.#nowMs,
      tookMs: 1,
      fields,
      passedEach: passed.each,
      passed: passed.all,
    };
    for (const one of this.#guards.filter((guarded) => guarded.probe === probe)) {
      const breach = one.guard.observe(sample);
      if (breach) this.#dispatch({ type: 'breach', breach });
    }
    this.#measurements.add(sample);
    if (this.#script.skipsTicks && ms % 500 === 0) this.#record({ type: 'probe.skipped', probe, ticks: 2 });
    const outcome = fields ? { fields } : { error: 'connect ECONNREFUSED' };
    this.#record({ type: 'probe.measured', probe, tookMs: 1, lateMs: 0.2, passed: passed.all, ...outcome });
    const alert = this.#plan.alerts.find((one) => one.probe === probe);
    if (alert && passed.all) this.#dispatch({ type: 'alert-fired', alert: alert.name });
    if (this.#state.phase === 'recovering') this.#dispatch({ type: 'tick' });
  }
}

const operator = {
  reason: 'operator',
  guard: 'operator',
  message: 'Ctrl-C',
  at: 'operator',
} as const;
