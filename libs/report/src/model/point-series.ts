// The points of one chart in bounded memory: however many measurements go by, every extreme and every kind of failure
// that would stand out at the resolution of a chart is kept; what is dropped lies between two points that are shown.
import type { Point } from './run-report.ts';

/** Slices of time that a chart can tell apart. */
const chartBuckets = 250;
/** Shown as they are up to here. */
const fewPoints = 600;
/** Above what `thin` leaves in the worst case: 15 points a bucket. */
const compactAt = 4000;

export class PointSeries {
  readonly #distinct: boolean;
  #points: Point[] = [];

  /** distinct: values are names, each of which is kept; else numbers, of which the extremes are. */
  constructor(distinct: boolean) {
    this.#distinct = distinct;
  }

  add(point: Point): void {
    this.#points.push(point);
    if (this.#points.length >= compactAt) this.#points = thin(this.#points, chartBuckets, this.#distinct);
  }

  points(): readonly Point[] {
    return this.#points.length <= fewPoints ? this.#points : thin(this.#points, chartBuckets, this.#distinct);
  }
}

/** Cuts the time into equal buckets and keeps of each what stands out, in order. Points must be in order of time. */
export function thin(points: readonly Point[], buckets: number, distinct: boolean): Point[] {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return [];
  const widthMs = (last[0] - first[0]) / buckets;
  const bucketOf = ([atMs]: Point): number =>
    Math.min(buckets - 1, Math.floor((atMs - first[0]) / widthMs) || 0);
  const kept: Point[] = [];
  let bucket: Point[] = [];
  for (const point of points) {
    if (bucket[0] && bucketOf(bucket[0]) !== bucketOf(point)) {
      kept.push(...standingOut(bucket, distinct));
      bucket = [];
    }
    bucket.push(point);
  }
  return [...kept, ...standingOut(bucket, distinct)];
}

function standingOut(points: readonly Point[], distinct: boolean): readonly Point[] {
  if (points.length <= 2) return points;
  const best = new Map<string, Point>();
  const keep = (key: string, point: Point, isBetter: (known: Point) => boolean): void => {
    const known = best.get(key);
    if (!known || isBetter(known)) best.set(key, point);
  };
  for (const point of points) {
    const [, value, passed] = point;
    if (value === null) keep('none', point, () => false);
    else if (distinct) keep(`${value} ${passed}`, point, () => false);
    else {
      keep(`low ${passed}`, point, (known) => value < (known[1] ?? 0));
      keep(`high ${passed}`, point, (known) => value > (known[1] ?? 0));
    }
  }
  return [...new Set(best.values())].sort((a, b) => a[0] - b[0]);
}
