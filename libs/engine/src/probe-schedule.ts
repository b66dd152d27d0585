// Measures on fixed ticks: tick n is due at start + n * every, whatever the ticks before did. A probe that is still
// measuring skips its ticks and says how many: no drift, no pile-up.
import {
  type Clock,
  check,
  type Measurement,
  messageOf,
  type PlannedProbe,
  type Probe,
  type Sample,
  type Secrets,
} from '#core';

export interface Measured {
  readonly sample: Sample;
  readonly measurement: Measurement;
  /** How late the tick began. */
  readonly lateMs: number;
  /** Ticks left out since the last measurement. */
  readonly skipped: number;
}

export interface ProbeScheduleInput {
  readonly planned: PlannedProbe;
  readonly probe: Probe;
  readonly clock: Clock;
  readonly secrets: Secrets;
  /** Moves the first tick, so that many probes do not fire at once. */
  readonly offsetMs: number;
  readonly onMeasured: (measured: Measured) => void;
}

export interface ProbeSchedule {
  stop(): void;
}

export function scheduleProbe(input: ProbeScheduleInput): ProbeSchedule {
  const { planned, clock } = input;
  const baseMs = clock.nowMs() + input.offsetMs;
  const stopped = new AbortController();
  let tick = 0;
  let busy = false;
  let skipped = 0;
  let cancel = clock.at(baseMs, onTick);

  function onTick(): void {
    const dueMs = baseMs + tick * planned.everyMs;
    const lateMs = clock.nowMs() - dueMs;
    const missed = Math.max(0, Math.floor(lateMs / planned.everyMs));
    tick += missed + 1;
    cancel = clock.at(baseMs + tick * planned.everyMs, onTick);
    skipped += missed;
    if (busy) skipped += 1;
    else void measure(lateMs);
  }

  async function measure(lateMs: number): Promise<void> {
    busy = true;
    const measured = await measureOnce(input, stopped.signal);
    busy = false;
    if (stopped.signal.aborted) return;
    const since = skipped;
    skipped = 0;
    input.onMeasured({ ...measured, lateMs: Math.max(0, lateMs), skipped: since });
  }

  return {
    stop() {
      cancel();
      stopped.abort();
    },
  };
}

type MeasureInput = Pick<ProbeScheduleInput, 'planned' | 'probe' | 'clock' | 'secrets'>;

/** One measurement with its deadline. A probe that throws could not measure: that is a value too. */
export async function measureOnce(
  { planned, probe, clock, secrets }: MeasureInput,
  stopped: AbortSignal,
): Promise<{ sample: Sample; measurement: Measurement }> {
  const startedMs = clock.nowMs();
  const deadline = new AbortController();
  const stop = (): void => deadline.abort();
  const cancel = clock.at(startedMs + planned.timeoutMs, stop);
  stopped.addEventListener('abort', stop);
  const measurement = await probe
    .measure({ signal: deadline.signal, timeoutMs: planned.timeoutMs, secrets })
    .catch((error: unknown): Measurement => ({ outcome: 'error', message: messageOf(error) }));
  cancel();
  stopped.removeEventListener('abort', stop);
  const atMs = clock.nowMs();
  const fields = measurement.outcome === 'measured' ? measurement.fields : undefined;
  const passed = check(planned.judge.conditions, fields);
  const sample = {
    probe: planned.name,
    atMs,
    tookMs: atMs - startedMs,
    fields,
    passedEach: passed.each,
    passed: passed.all,
  };
  return { sample, measurement };
}
