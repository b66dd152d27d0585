// The loop of one run: a command comes in, the core decides, the events are written down, and their effects begin.
// It knows no kind of fault, probe or driver. Undo never waits for the disk: its data is there since before injection.
import {
  begin,
  type Clock,
  decide,
  evolve,
  type FieldValue,
  failureOf,
  faultOf,
  Measurements,
  MusterError,
  messageOf,
  nextTickMs,
  type PlannedFault,
  type RunCommand,
  type RunEvent,
  type RunState,
} from '#core';
import { FaultOperations } from './fault-operations.ts';
import type { Measured } from './probe-schedule.ts';
import { ProbeWatch } from './probe-watch.ts';
import type { RunInput } from './run-input.ts';

/** Longer texts in measured fields are cut in the journal. */
const longestText = 200;
/** An injection in flight may take so long to notice an abort before undo begins beside it. */
const injectGraceMs = 2000;

type React = {
  [Type in RunEvent['type']]?: (event: Extract<RunEvent, { type: Type }>, durable: Promise<unknown>) => void;
};

export class RunLoop {
  readonly #input: RunInput;
  readonly #clock: Clock;
  readonly #operations: FaultOperations;
  readonly #measurements: Measurements;
  readonly #watch: ProbeWatch;
  readonly #abort = new AbortController();
  readonly #hurry = new AbortController();
  readonly #injecting = new Map<string, Promise<void>>();
  readonly #finished = Promise.withResolvers<RunState>();
  #state: RunState;
  #cancelTick = (): void => {};
  #writing: Promise<unknown> = Promise.resolve();

  constructor(input: RunInput, state?: RunState) {
    this.#input = input;
    this.#clock = input.clock;
    this.#operations = new FaultOperations(input, input.journal);
    this.#measurements = new Measurements(input.plan);
    this.#watch = new ProbeWatch(input, input.plan, {
      measured: (measured) => this.#measured(measured),
      breach: (breach) => this.dispatch({ type: 'breach', breach }),
    });
    const planned = {
      type: 'run.planned',
      plan: input.plan,
      owner: input.owner,
      musterVersion: input.musterVersion,
    } as const;
    this.#state = state ?? begin(planned, this.#clock.nowMs());
    if (!state) void this.#write([planned]);
  }

  get state(): RunState {
    return this.#state;
  }

  get finished(): Promise<RunState> {
    return this.#finished.promise;
  }

  hurry(): void {
    this.#hurry.abort();
    this.dispatch({ type: 'hurry' });
  }

  dispatch(command: RunCommand): void {
    if (this.#input.journal.isLost()) return this.#abandon();
    const nowMs = this.#clock.nowMs();
    const events = decide(this.#state, command, { nowMs, measurements: this.#measurements });
    if (events.length > 0) this.#apply(events, nowMs);
    this.#tickLater();
  }

  #apply(events: readonly RunEvent[], nowMs: number): void {
    for (const event of events) this.#state = evolve(this.#state, event, nowMs);
    if (events.some((event) => event.type === 'run.aborted')) this.#abort.abort();
    const durable = this.#write(events);
    for (const event of events) this.#react(event, durable);
  }

  #write(events: readonly RunEvent[]): Promise<unknown> {
    const { journal, observe } = this.#input;
    const atMs = this.#clock.epochMs();
    const durable = events.some((event) => event.type === 'fault.armed' || event.type === 'run.concluded');
    const written = journal.append(events, atMs, { durable });
    written.catch((error: unknown) => this.#journalLost(error));
    this.#writing = Promise.allSettled([this.#writing, written]);
    for (const event of events) observe?.({ run: journal.run, atMs, event }, this.#state);
    return written;
  }

  /** Without a journal nothing more may be injected; what is in place is undone all the same. */
  #journalLost(error: unknown): void {
    if (this.#input.journal.isLost()) return this.#abandon();
    const message = `the journal cannot be written: ${messageOf(error)}`;
    if (!this.#state.aborted)
      this.dispatch({
        type: 'breach',
        breach: { reason: 'owner-lost', guard: 'journal', message, at: 'default' },
      });
  }

  /** Another process owns the run and undoes what is in place: this one does nothing more, to nobody. */
  #abandon(): void {
    this.#abort.abort();
    this.#hurry.abort();
    this.#cancelTick();
    const { run } = this.#input.journal;
    this.#finished.reject(new MusterError('MUS3005', `run ${run} was taken over by another process`));
    void Promise.allSettled([this.#watch.close(), this.#input.journal.close()]);
  }

  readonly #reactions: React = {
    'phase.entered': ({ phase }) => this.#entered(phase),
    'fault.due': ({ fault }) => void this.#prepare(this.#planned(fault)),
    'fault.armed': ({ fault }, durable) =>
      this.#injecting.set(fault, this.#inject(this.#planned(fault), durable)),
    'fault.changed': ({ fault }) => void this.#change(this.#planned(fault)),
    'fault.undo-started': ({ fault }) => void this.#undo(this.#planned(fault)),
    'run.concluded': () => void this.#finish(),
  };

  #react(event: RunEvent, durable: Promise<unknown>): void {
    const reaction = this.#reactions[event.type] as
      | ((event: RunEvent, durable: Promise<unknown>) => void)
      | undefined;
    reaction?.(event, durable);
  }

  #entered(phase: RunState['phase']): void {
    if (phase === 'preflight') void this.#preflight();
    if (phase === 'baseline') this.#watch.start('steady-state');
    if (phase === 'injecting') {
      this.#watch.guard();
      this.#watch.start('alert');
    }
    if (phase === 'recovering' || phase === 'undoing') this.#watch.stopGuards();
    if (phase === 'recovering' && this.#hurry.signal.aborted) this.dispatch({ type: 'hurry' });
  }

  /** Opens every probe and rehearses every fault: what cannot be done here is known before anything is measured. */
  async #preflight(): Promise<void> {
    try {
      this.#watch.open();
      const first = this.#input.plan.faults.filter((fault) => fault.after.length === 0);
      await Promise.all(first.map((fault) => this.#operations.prepare(fault, this.#abort.signal)));
      this.dispatch({ type: 'preflight-passed' });
    } catch (error) {
      const breach = { reason: 'preflight', guard: 'preflight', at: 'default', ...failureOf(error) } as const;
      this.dispatch({ type: 'breach', breach });
    }
  }

  #planned(id: string): PlannedFault {
    const planned = this.#input.plan.faults.find((fault) => fault.id === id);
    // Events name faults of the plan only: the decider takes their ids from it.
    return planned as PlannedFault;
  }

  async #prepare(fault: PlannedFault): Promise<void> {
    try {
      const { undo, endsByItself } = await this.#operations.prepare(fault, this.#abort.signal);
      this.dispatch({ type: 'prepared', fault: fault.id, undo, endsByItself });
    } catch (error) {
      this.dispatch({ type: 'prepare-failed', fault: fault.id, ...failureOf(error) });
    }
  }

  async #inject(fault: PlannedFault, durable: Promise<unknown>): Promise<void> {
    try {
      await durable;
      const state = faultOf(this.#state, fault.id);
      // An abort while the undo data was being written: nothing was done yet, and nothing is done now.
      if (state.status !== 'armed') return;
      const startedMs = this.#clock.nowMs();
      await this.#operations.inject(fault, state, this.#abort.signal);
      this.dispatch({ type: 'injected', fault: fault.id, tookMs: this.#clock.nowMs() - startedMs });
    } catch (error) {
      this.dispatch({ type: 'inject-failed', fault: fault.id, ...failureOf(error) });
    }
  }

  async #change(fault: PlannedFault): Promise<void> {
    const before = this.#injecting.get(fault.id);
    const change = (async () => {
      await before;
      const state = faultOf(this.#state, fault.id);
      if (state.status === 'live') await this.#operations.change(fault, state, this.#abort.signal);
    })();
    this.#injecting.set(
      fault.id,
      change.catch(() => {}),
    );
    await change.catch((error: unknown) =>
      this.dispatch({ type: 'inject-failed', fault: fault.id, ...failureOf(error) }),
    );
  }

  async #undo(fault: PlannedFault): Promise<void> {
    await this.#settled(this.#injecting.get(fault.id));
    let told = '';
    const outcome = await this.#operations.undo({
      fault,
      undo: faultOf(this.#state, fault.id).undo ?? null,
      withinMs: this.#input.plan.timing.undoMs,
      hurry: this.#hurry.signal,
      onRetry: (attempt, message) => {
        if (message !== told) this.dispatch({ type: 'undo-retried', fault: fault.id, attempt, message });
        told = message;
      },
    });
    if (outcome.gone) {
      const { undoMs, verifyMs, attempts } = outcome;
      this.dispatch({ type: 'undone', fault: fault.id, undoMs, verifyMs, attempts });
    } else {
      const { found, unverified } = outcome;
      this.dispatch({ type: 'undo-gave-up', fault: fault.id, found, unverified });
    }
  }

  /** An injection that ignores its abort is not waited for longer than a moment: undo is idempotent and tries again. */
  async #settled(injecting: Promise<void> | undefined): Promise<void> {
    if (!injecting) return;
    await new Promise<void>((resolve) => {
      const cancel = this.#clock.at(this.#clock.nowMs() + injectGraceMs, resolve);
      void injecting.finally(() => {
        cancel();
        resolve();
      });
    });
  }

  #measured({ sample, measurement, lateMs, skipped }: Measured): void {
    this.#measurements.add(sample);
    const probe = sample.probe;
    const events: RunEvent[] = skipped > 0 ? [{ type: 'probe.skipped', probe, ticks: skipped }] : [];
    const outcome =
      measurement.outcome === 'measured'
        ? {
            fields: shortened(measurement.fields),
            ...(measurement.note === undefined ? {} : { note: measurement.note }),
          }
        : { error: measurement.message };
    events.push({
      type: 'probe.measured',
      probe,
      tookMs: round(sample.tookMs),
      lateMs: round(lateMs),
      passed: sample.passed,
      ...outcome,
    });
    void this.#write(events);
    if (sample.passed) this.#alertFired(probe);
    if (this.#state.phase === 'recovering') this.dispatch({ type: 'tick' });
  }

  #alertFired(probe: string): void {
    const alert = this.#state.plan.alerts.find((one) => one.probe === probe);
    if (alert && this.#state.alerts[alert.name] === undefined)
      this.dispatch({ type: 'alert-fired', alert: alert.name });
  }

  #tickLater(): void {
    this.#cancelTick();
    const atMs = nextTickMs(this.#state);
    if (atMs === undefined) return;
    this.#cancelTick = this.#clock.at(atMs, () => this.dispatch({ type: 'tick' }));
  }

  async #finish(): Promise<void> {
    this.#cancelTick();
    await this.#watch.close();
    await this.#writing;
    try {
      await this.#input.journal.close();
    } finally {
      this.#finished.resolve(this.#state);
    }
  }
}

const round = (ms: number): number => Math.round(ms * 1000) / 1000;

function shortened(
  fields: NonNullable<Measured['sample']['fields']>,
): NonNullable<Measured['sample']['fields']> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]): [string, FieldValue] => {
      if (typeof value === 'number') return [name, round(value)];
      return [
        name,
        typeof value === 'string' && value.length > longestText ? `${value.slice(0, longestText)}…` : value,
      ];
    }),
  );
}
