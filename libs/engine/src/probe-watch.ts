// All probes of a run: opens them, keeps them on their ticks, and hands every measurement to the run and to its guards.
import {
  type Breach,
  type ClockReading,
  type Guard,
  type Plan,
  type PlannedProbe,
  type Probe,
  startClockGuard,
  startGuard,
} from '#core';
import { type Measured, measureOnce, type ProbeSchedule, scheduleProbe } from './probe-schedule.ts';
import type { EnginePorts } from './run-input.ts';

/** How often guards look at the time alone (silence, clocks). */
const guardCheckMs = 50;

interface Watched {
  readonly planned: PlannedProbe;
  readonly probe: Probe;
}

export class ProbeWatch {
  readonly #ports: EnginePorts;
  readonly #plan: Plan;
  readonly #onMeasured: (measured: Measured) => void;
  readonly #onBreach: (breach: Breach) => void;
  #watched: readonly Watched[] = [];
  #schedules: ProbeSchedule[] = [];
  #guards = new Map<string, Guard[]>();
  #cancelCheck = (): void => {};

  constructor(
    ports: EnginePorts,
    plan: Plan,
    on: { measured: (measured: Measured) => void; breach: (breach: Breach) => void },
  ) {
    this.#ports = ports;
    this.#plan = plan;
    this.#onMeasured = on.measured;
    this.#onBreach = on.breach;
  }

  /** Opens every probe; nothing is measured yet. */
  open(): void {
    this.#watched = this.#plan.probes.flatMap((planned) => {
      const kind = this.#ports.catalogue.probes.get(planned.kind);
      return kind ? [{ planned, probe: kind.open(planned.params) }] : [];
    });
  }

  /** One measurement of each probe at once: for a dry run. */
  async measureAll(role: PlannedProbe['role']): Promise<readonly Measured[]> {
    const never = new AbortController().signal;
    const ofRole = this.#watched.filter(({ planned }) => planned.role === role);
    return Promise.all(
      ofRole.map(async (watched) => ({
        ...(await measureOnce({ ...this.#ports, ...watched }, never)),
        lateMs: 0,
        skipped: 0,
      })),
    );
  }

  start(role: PlannedProbe['role']): void {
    const ofRole = this.#watched.filter(({ planned }) => planned.role === role);
    ofRole.forEach(({ planned, probe }, index) => {
      const offsetMs = (planned.everyMs * index) / ofRole.length;
      this.#schedules.push(
        scheduleProbe({
          ...this.#ports,
          planned,
          probe,
          offsetMs,
          onMeasured: (measured) => this.#measured(measured),
        }),
      );
    });
  }

  /** From now on the guards look at every measurement. */
  guard(): void {
    const nowMs = this.#ports.clock.nowMs();
    for (const planned of this.#plan.guards) {
      const guards = this.#guards.get(planned.probe) ?? [];
      guards.push(startGuard(planned, nowMs));
      this.#guards.set(planned.probe, guards);
    }
    this.#checkLater(startClockGuard(this.#readClock(), guardCheckMs));
  }

  stopGuards(): void {
    this.#cancelCheck();
    this.#guards = new Map();
  }

  async close(): Promise<void> {
    this.stopGuards();
    for (const schedule of this.#schedules) schedule.stop();
    await Promise.allSettled(this.#watched.map(({ probe }) => probe.close()));
  }

  #measured(measured: Measured): void {
    // Written down before what follows from it; nobody waits for the disk.
    this.#onMeasured(measured);
    for (const guard of this.#guards.get(measured.sample.probe) ?? []) {
      const breach = guard.observe(measured.sample);
      if (breach) {
        this.#onBreach(breach);
        break;
      }
    }
  }

  #checkLater(checkClock: ReturnType<typeof startClockGuard>): void {
    this.#cancelCheck = this.#ports.clock.at(this.#ports.clock.nowMs() + guardCheckMs, () => {
      const reading = this.#readClock();
      const guards = [...this.#guards.values()].flat();
      // Clocks first: after a standstill every probe has been silent, which is not why.
      const breach =
        checkClock(reading) ??
        guards.map((guard) => guard.check(reading.nowMs)).find((one) => one !== undefined);
      if (breach) this.#onBreach(breach);
      else this.#checkLater(checkClock);
    });
  }

  #readClock(): ClockReading {
    const { clock } = this.#ports;
    return { nowMs: clock.nowMs(), wallMs: clock.wallMs() };
  }
}
