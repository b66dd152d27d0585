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
const air = 0.1;
const smallest = 1e-9;
const mostDecades = 1e6;

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

function numbers(series: Series): ValueAxis {
  const shown = [
    ...series.limits.map((one) => one.value),
    ...series.points.flatMap(([, value]) => (value === null ? [] : [value])),
  ];
  const span = { lowest: Math.min(0, ...shown), highest: Math.max(smallest, ...shown) };
  return outliersHide(series, shown) ? logarithmic(series, shown) : linear(series, span);
}

/** The limit matters, or else what is usual. */
function outliersHide({ limits }: Series, shown: readonly number[]): boolean {
  const matters = limits.length > 0 ? Math.max(...limits.map((one) => one.value)) : median(shown);
  return matters > smallest && Math.max(...shown) > outlierFactor * matters;
}

function linear(
  { field, type }: Series,
  { lowest, highest }: { lowest: number; highest: number },
): ValueAxis {
  const scale = scaleLinear([lowest, highest + (highest - lowest) * air], [0, headroom]);
  return {
    y: (value) => (value === null ? silentAt : scale(value)),
    ticks: scale.ticks(4).map((tick) => ({ percent: scale(tick), text: formatValue(tick, type) })),
    title: field,
  };
}

/** Zero has no place on it: that and everything far below the rest lies on the ground. */
function logarithmic({ field, type }: Series, shown: readonly number[]): ValueAxis {
  const highest = Math.max(...shown) * (1 + air);
  const lowest = Math.max(Math.min(...shown.filter((value) => value > 0)) / 1.5, highest / mostDecades);
  const scale = scaleLog([lowest, highest], [0, headroom]);
  return {
    y: (value) => (value === null ? silentAt : scale(Math.max(value, lowest))),
    ticks: decades(lowest, highest).map((tick) => ({ percent: scale(tick), text: formatValue(tick, type) })),
    title: `${field}, logarithmic`,
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
