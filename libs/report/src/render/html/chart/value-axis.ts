// The value axis of one chart: linear from zero, logarithmic where a few outliers would flatten the rest, or a row for
// each value that is a name. In percent of the height, from the bottom.
import { scaleLinear, scaleLog } from 'd3-scale';
import { formatValue } from '#core';
import type { Series } from '../../../model/run-report.ts';

export interface ValueAxis {
  /** Percent of the height. null (not measured): above everything else. */
  y(value: number | null): number;
  readonly ticks: readonly { readonly percent: number; readonly text: string }[];
  readonly title: string;
}

/** How far the highest value may lie above what matters before a linear axis would hide it. */
const outlierFactor = 6;
/** The highest 6 % are for what was not measured and for air. */
const headroom = 94;
const silentAt = 97;

export function valueAxis(series: Series): ValueAxis {
  return series.categories ? rows(series.field, series.categories) : numbers(series);
}

function rows(field: string, categories: readonly string[]): ValueAxis {
  const percentOf = (index: number): number => ((index + 0.5) * headroom) / Math.max(1, categories.length);
  return {
    y: (value) => (value === null ? silentAt : percentOf(value)),
    ticks: categories.map((text, index) => ({ percent: percentOf(index), text })),
    title: field,
  };
}

function numbers({ field, type, points, limits }: Series): ValueAxis {
  const values = points.flatMap(([, value]) => (value === null ? [] : [value]));
  const limit = Math.max(0, ...limits.map((one) => one.value));
  const highest = Math.max(limit, ...values);
  const typical = limit > 0 ? limit : median(values);
  const lowest = Math.min(
    ...values.filter((value) => value > 0),
    limit > 0 ? limit : Number.POSITIVE_INFINITY,
  );
  const isLog = highest > outlierFactor * typical && typical > 0 && Number.isFinite(lowest);
  const scale = isLog
    ? scaleLog([lowest / 1.5, highest * 1.1], [0, headroom])
    : scaleLinear([0, highest > 0 ? highest * 1.12 : 1], [0, headroom]);
  const floor = isLog ? lowest / 1.5 : 0;
  return {
    y: (value) => (value === null ? silentAt : Math.max(0, scale(Math.max(value, floor)))),
    ticks: (isLog ? decades(lowest / 1.5, highest * 1.1) : scale.ticks(4)).map((tick) => ({
      percent: scale(tick),
      text: formatValue(tick, type),
    })),
    title: isLog ? `${field}, logarithmic` : field,
  };
}

/** 1, 10, 100 ..., and as many steps between as there is room for. */
function decades(from: number, to: number): readonly number[] {
  const span = Math.log10(to / from);
  const steps = span > 3.5 ? [1] : span > 1.5 ? [1, 3] : [1, 2, 5];
  const first = Math.floor(Math.log10(from));
  const all = Array.from({ length: Math.ceil(span) + 2 }, (_, index) => 10 ** (first + index));
  return all
    .flatMap((decade) => steps.map((step) => step * decade))
    .filter((tick) => tick >= from && tick <= to);
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
