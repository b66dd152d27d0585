// The points of a chart as three paths: passed, failed, not measured. Coordinates are whole units of a stretched picture.
// Each point is a stroke one unit long: in print, strokes without length are painted only where their caps are round.
import type { Point } from '../../../model/run-report.ts';
import type { Frame } from './frame.ts';
import type { ValueAxis } from './value-axis.ts';

export const widthUnits = 2000;
export const heightUnits = 500;

export interface Marks {
  readonly passed: string;
  readonly failed: string;
  readonly silent: string;
}

export function marksOf(points: readonly Point[], frame: Frame, axis: ValueAxis): Marks {
  const paths: Record<keyof Marks, Set<string>> = { passed: new Set(), failed: new Set(), silent: new Set() };
  for (const [ms, value, passed] of points) {
    const x = Math.round((frame.x(ms) / 100) * widthUnits);
    const y = Math.round((1 - axis.y(value) / 100) * heightUnits);
    paths[kindOf(value, passed)].add(`M${x} ${y}h1`);
  }
  const { passed, failed, silent } = paths;
  return { passed: [...passed].join(''), failed: [...failed].join(''), silent: [...silent].join('') };
}

function kindOf(value: number | null, passed: 0 | 1): keyof Marks {
  if (value === null) return 'silent';
  return passed === 1 ? 'passed' : 'failed';
}
