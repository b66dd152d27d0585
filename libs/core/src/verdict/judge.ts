// Judging: a window of measurements against conditions becomes pass, fail, inconclusive or error, with the arithmetic.
import { formatPercent } from '#spec';
import type { PlannedJudge } from '../plan/plan.ts';
import type { Judgement, Verdict } from '../run/events.ts';
import {
  describeCondition,
  formatValue,
  holds,
  type PlannedAggregate,
  type PlannedCondition,
} from './condition.ts';
import type { Sample } from './samples.ts';

/** Judges all samples as one window. */
export function judgeWindow(judge: PlannedJudge, samples: readonly Sample[]): Judgement {
  const measured = samples.filter((sample) => sample.fields !== undefined);
  const failed = measured.filter((sample) => !sample.passedEach).length;
  const count = { measurements: samples.length, failed };
  const errors = samples.length - measured.length;
  if (errors > 0 && errors * 2 >= samples.length) {
    return { verdict: 'error', message: `${errors}/${samples.length} could not be measured`, ...count };
  }
  if (measured.length < judge.atLeast) {
    return {
      verdict: 'inconclusive',
      message: `${measured.length} measurements, at least ${judge.atLeast} needed`,
      ...count,
    };
  }
  const share = (measured.length - failed) / measured.length;
  const parts = judge.conditions.filter(isAggregated).map((one) => judgeAggregate(one, measured));
  const passes = share >= judge.passing && parts.every((part) => part.holds);
  const need = judge.passing < 1 ? ` (at least ${formatPercent(judge.passing)})` : '';
  const message = [
    `${measured.length - failed}/${measured.length}${need}`,
    ...parts.map((part) => part.message),
  ];
  if (failed > 0) message.push(firstFailure(judge, measured));
  return { verdict: passes ? 'pass' : 'fail', message: message.join(', '), ...count };
}

const isAggregated = (condition: PlannedCondition): boolean => condition.aggregate !== 'each';

function firstFailure(judge: PlannedJudge, samples: readonly Sample[]): string {
  const sample = samples.find((one) => !one.passedEach);
  const broken = judge.conditions.find(
    (one) => !isAggregated(one) && !holds(one, sample?.fields?.[one.field]),
  );
  if (!sample || !broken) return '';
  const found = sample.fields?.[broken.field];
  return `e.g. ${broken.field} ${found === undefined ? 'missing' : formatValue(found, broken.type)}, expected ${describeCondition(broken)}`;
}

function judgeAggregate(
  condition: PlannedCondition,
  samples: readonly Sample[],
): { holds: boolean; message: string } {
  const values = samples.flatMap((sample) => {
    const value = sample.fields?.[condition.field];
    return typeof value === 'number' ? [value] : [];
  });
  const value = aggregate(condition.aggregate, values);
  const limit = formatValue(condition.limit, condition.type);
  const name = `${condition.aggregate} ${condition.field}`;
  if (value === undefined) return { holds: false, message: `${name} not measured (limit ${limit})` };
  return {
    holds: holds(condition, value),
    message: `${name} ${formatValue(value, condition.type)} (limit ${limit})`,
  };
}

/** Percentiles by nearest rank: the smallest value that at least p % of the values do not exceed. */
export function aggregate(kind: PlannedAggregate, values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined;
  if (kind === 'mean') return values.reduce((sum, value) => sum + value, 0) / values.length;
  const sorted = Float64Array.from(values).sort();
  if (kind === 'min') return sorted[0];
  if (kind === 'max' || kind === 'each') return sorted[sorted.length - 1];
  const rank = Math.ceil((Number(kind.slice(1)) / 100) * sorted.length);
  return sorted[Math.max(0, rank - 1)];
}

const worstFirst: readonly Verdict[] = ['fail', 'error', 'inconclusive', 'pass'];

/** The worst of several verdicts: fail, then error, then inconclusive, then pass. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  return worstFirst.find((verdict) => verdicts.includes(verdict)) ?? 'inconclusive';
}

/**
 * Judges a span in windows of `overMs`; one failed window fails the span. A window with too few measurements to say
 * anything is left out where another one spoke; where none did, all measurements are judged as one.
 */
export function judgeSpan(judge: PlannedJudge, samples: readonly Sample[], fromMs: number): Judgement {
  const windows = new Map<number, Sample[]>();
  for (const sample of samples) {
    const index = Math.max(0, Math.floor((sample.atMs - fromMs) / judge.overMs));
    const window = windows.get(index);
    if (window) window.push(sample);
    else windows.set(index, [sample]);
  }
  const judged = [...windows.values()].map((window) => judgeWindow(judge, window));
  const spoken = judged.filter((one) => one.verdict !== 'inconclusive');
  const total = judgeWindow(judge, samples);
  const verdict = spoken.length > 0 ? worst(spoken.map((one) => one.verdict)) : total.verdict;
  const telling = spoken.find((one) => one.verdict === verdict) ?? total;
  return { ...telling, measurements: total.measurements, failed: total.failed };
}
