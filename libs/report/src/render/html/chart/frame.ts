// What all charts of a report share: the time axis, when faults were in place, and the moments marked. In percent of the
// width, so that text keeps its size on a phone and on paper.
import { scaleLinear } from 'd3-scale';
import { formatDuration } from '#spec';
import type { RunReport } from '../../../model/run-report.ts';

export interface Frame {
  /** Percent of the width, from milliseconds since the start. */
  x(ms: number): number;
  readonly ticks: readonly { readonly percent: number; readonly text: string }[];
  /** Before and after the harm. */
  readonly parts: readonly Window[];
  readonly windows: readonly Window[];
  readonly flags: readonly Flag[];
  /** Where times count from. */
  readonly origin: string;
}

export interface Window {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

export interface Flag {
  readonly at: number;
  readonly kind: 'abort' | 'alert' | 'steady';
  readonly text: string;
  /** On which side of its line the text stands, and in which row above the plot. */
  readonly side: 'left' | 'right';
  readonly row: number;
}

/** More faults than this share one lane. */
const mostLanes = 4;
/** A character in percent of the width, on the narrowest screen. */
const characterPercent = 2.7;

export function frameOf(report: RunReport): Frame {
  const { startedMs, endedMs, t0Ms } = report.times;
  const zeroMs = t0Ms ?? startedMs;
  const scale = scaleLinear([startedMs - zeroMs, Math.max(endedMs, startedMs + 1) - zeroMs], [0, 100]);
  const x = (atMs: number): number => scale(atMs - zeroMs);
  return {
    x: (ms) => round(x(startedMs + ms)),
    ticks: timeTicks(scale).map((ms) => ({ percent: round(scale(ms)), text: signed(ms) })),
    parts: partsOf(report, x),
    windows: windowsOf(report, x),
    flags: flagsOf(report, x),
    origin: t0Ms === undefined ? 'from the start of the run' : 'from the first fault in place',
  };
}

const round = (percent: number): number => Math.round(percent * 100) / 100;

/** Round numbers of what people read: tenths of a second, seconds, minutes. */
function timeTicks(scale: ReturnType<typeof scaleLinear<number, number>>): readonly number[] {
  const [from = 0, to = 0] = scale.domain();
  const unitMs = to - from > 180_000 ? 60_000 : 1000;
  return scaleLinear([from / unitMs, to / unitMs], [0, 100])
    .ticks(6)
    .map((tick) => tick * unitMs);
}

function signed(ms: number): string {
  const size = Math.abs(Math.round(ms));
  if (size === 0) return '0';
  // Below a minute always in seconds: 0.5 s beside 1 s reads better than 500 ms.
  return `${ms < 0 ? '−' : '+'}${size < 60_000 ? `${size / 1000} s` : formatDuration(size)}`;
}

type X = (atMs: number) => number;

function partsOf({ times }: RunReport, x: X): readonly Window[] {
  const { startedMs, endedMs, t0Ms, goneMs } = times;
  if (t0Ms === undefined) return [];
  const before = { from: 0, to: round(x(t0Ms)), text: 'baseline' };
  if (goneMs === undefined || goneMs < startedMs) return [before];
  return [before, { from: round(x(goneMs)), to: round(x(endedMs)), text: 'recovery' }];
}

function windowsOf({ faults, times }: RunReport, x: X): readonly Window[] {
  const all = faults.flatMap((fault) => {
    if (fault.liveMs === undefined) return [];
    const endMs = fault.outcome === 'undone' ? (fault.endedMs ?? times.endedMs) : times.endedMs;
    return [{ from: round(x(fault.liveMs)), to: round(x(endMs)), text: fault.id }];
  });
  if (all.length <= mostLanes) return all;
  const from = Math.min(...all.map((one) => one.from));
  const to = Math.max(...all.map((one) => one.to));
  return [{ from, to, text: `${all.length} faults` }];
}

function flagsOf(report: RunReport, x: X): readonly Flag[] {
  const flags: Flag[] = [];
  for (const moment of momentsOf(report)) {
    const at = round(x(moment.atMs));
    const side = at + widthOf(moment.text) > 100 ? 'left' : 'right';
    const row = freeRow(flags, { at, side, text: moment.text });
    flags.push({ at, side, row, kind: moment.kind, text: moment.text });
  }
  return flags;
}

interface Moment {
  readonly atMs: number;
  readonly kind: Flag['kind'];
  readonly text: string;
}

function momentsOf({ result, alerts, metrics, times }: RunReport): readonly Moment[] {
  const { t0Ms, goneMs } = times;
  const fired = alerts.flatMap((alert): readonly Moment[] =>
    alert.firedAfterMs === undefined || t0Ms === undefined
      ? []
      : [{ atMs: t0Ms + alert.firedAfterMs, kind: 'alert', text: `${alert.name} fired` }],
  );
  const steady =
    metrics.recovery.outcome === 'recovered' && goneMs !== undefined
      ? [{ atMs: goneMs + metrics.recovery.afterMs, kind: 'steady' as const, text: 'steady again' }]
      : [];
  const abort = result.aborted ? [{ atMs: result.aborted.atMs, kind: 'abort' as const, text: 'abort' }] : [];
  return [...abort, ...fired, ...steady];
}

type Placed = Pick<Flag, 'at' | 'side' | 'text'>;

const widthOf = (text: string): number => (text.length + 2) * characterPercent;

function extent({ at, side, text }: Placed): readonly [number, number] {
  const width = widthOf(text);
  return side === 'left' ? [at - width, at] : [at, at + width];
}

/** The first row in which the text meets no other. */
function freeRow(flags: readonly Flag[], flag: Placed): number {
  const [from, to] = extent(flag);
  for (let row = 0; ; row += 1) {
    const isTaken = flags.some((other) => {
      const [otherFrom, otherTo] = extent(other);
      return other.row === row && otherFrom < to && from < otherTo;
    });
    if (!isTaken) return row;
  }
}
