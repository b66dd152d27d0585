// What one probe measured, as its measurements go by: counts and numbers per part, points of the chart, first failures.
import {
  aggregate,
  describeCondition,
  type Judgement,
  type JournalRecord,
  type PlannedProbe,
  type RunEvent,
  type RunPartName,
} from '#core';
import { type ChartedField, chartedField } from './charted-field.ts';
import { describeFailure } from './failure.ts';
import { PointSeries } from './point-series.ts';
import type { Evidence, PartReport, ProbeReport } from './run-report.ts';

export type Measured = Extract<RunEvent, { type: 'probe.measured' }>;

export interface Judged extends Judgement {
  readonly atMs: number;
  readonly seq: number;
}

interface PartLog {
  measurements: number;
  failed: number;
  /** Of the charted field: eight bytes for each measurement, so that percentiles are exact. */
  readonly numbers: number[];
  judged?: Judged;
  firstFailure?: Evidence;
}

const partNames: readonly RunPartName[] = ['baseline', 'fault', 'recovery'];

export class ProbeLog {
  readonly planned: PlannedProbe;
  readonly #charted: ChartedField;
  readonly #series: PointSeries;
  readonly #parts: Readonly<Record<RunPartName, PartLog>> = {
    baseline: { measurements: 0, failed: 0, numbers: [] },
    fault: { measurements: 0, failed: 0, numbers: [] },
    recovery: { measurements: 0, failed: 0, numbers: [] },
  };
  #errors = 0;
  #skippedTicks = 0;

  /** charts: how many there are in the report. */
  constructor(planned: PlannedProbe, charts: number) {
    this.planned = planned;
    this.#charted = chartedField(planned);
    this.#series = new PointSeries(this.#charted.categories !== undefined, charts);
  }

  measured(
    event: Measured,
    part: RunPartName,
    at: { readonly record: JournalRecord; startedMs: number },
  ): void {
    const log = this.#parts[part];
    log.measurements += 1;
    const value = this.#charted.valueOf(event.fields, event.passed);
    if (value !== null && this.#charted.categories === undefined) log.numbers.push(value);
    this.#series.add([Math.round((at.record.atMs - at.startedMs) * 10) / 10, value, event.passed ? 1 : 0]);
    if (event.fields === undefined) this.#errors += 1;
    if (event.passed) return;
    log.failed += 1;
    log.firstFailure ??= {
      seq: at.record.seq,
      atMs: at.record.atMs,
      text: `first failure: ${describeFailure(this.planned.judge.conditions, event)}`,
    };
  }

  skipped(ticks: number): void {
    this.#skippedTicks += ticks;
  }

  judged(part: RunPartName, judged: Judged): void {
    this.#parts[part].judged = judged;
  }

  judgementOf(part: RunPartName): Judged | undefined {
    return this.#parts[part].judged;
  }

  firstFailureOf(part: RunPartName): Evidence | undefined {
    return this.#parts[part].firstFailure;
  }

  report(): ProbeReport {
    const { name, role, kind, explain, everyMs, during, at, judge } = this.planned;
    const { field, type, categories, limits } = this.#charted;
    const parts = partNames
      .map((part) => this.#part(part))
      .filter((part) => part.measurements > 0 || part.judgement);
    return {
      name,
      role,
      kind,
      explain,
      everyMs,
      during,
      at,
      conditions: judge.conditions.map((one) => ({
        text: describeCondition(one),
        field: one.field,
        type: one.type,
        limit: one.limit,
      })),
      overMs: judge.overMs,
      parts,
      series: { field, type, categories, limits, points: this.#series.points() },
      measurements: sum(parts.map((part) => part.measurements)),
      failed: sum(parts.map((part) => part.failed)),
      errors: this.#errors,
      skippedTicks: this.#skippedTicks,
    };
  }

  #part(part: RunPartName): PartReport {
    const { measurements, failed, numbers, judged } = this.#parts[part];
    return {
      part,
      measurements,
      failed,
      p50: aggregate('p50', numbers),
      p99: aggregate('p99', numbers),
      max: aggregate('max', numbers),
      judgement: judged && { verdict: judged.verdict, message: judged.message },
    };
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
