// The points of one chart in bounded memory: however many measurements go by, every extreme and every kind of failure
// that would stand out at the resolution of a chart is kept; what is dropped lies between two points that are shown.
import type { Point } from './run-report.ts';

/** Slices of time that a chart can tell apart. */
const mostBuckets = 200;
/** Of all charts together, so that a report of a thousand probes can still be sent around. */
const bucketsOfAll = 4800;
const fewestBuckets = 12;
/** More than `thin` leaves of a bucket in the worst case, and what it leaves mostly. */
const mostOfBucket = 16;
const fewOfBucket = 5;

export class PointSeries {
  readonly #distinct: boolean;
  readonly #buckets: number;
  #points: Point[] = [];

  /** distinct: values are names, each of which is kept; else numbers, of which the extremes are. */
  constructor(distinct: boolean, charts: number) {
    this.#distinct = distinct;
    this.#buckets = Math.round(Math.min(mostBuckets, Math.max(fewestBuckets, bucketsOfAll / charts)));
  }

  add(point: Point): void {
    this.#points.push(point);
    if (this.#points.length > this.#buckets * mostOfBucket) this.#points = this.#thinned();
  }

  points(): readonly Point[] {
    return this.#points.length <= this.#buckets * fewOfBucket ? this.#points : this.#thinned();
  }

  #thinned(): Point[] {
    return thin(this.#points, this.#buckets, this.#distinct);
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
  const kept = distinct ? firstOfEach(points) : [...extremes(points), ...quartiles(points)];
  const silent = points.find(([, value]) => value === null);
  return [...new Set(silent ? [...kept, silent] : kept)].sort((a, b) => a[0] - b[0]);
}

function firstOfEach(points: readonly Point[]): readonly Point[] {
  const first = new Map<string, Point>();
  for (const point of points) {
    const key = `${point[1]} ${point[2]}`;
    if (!first.has(key)) first.set(key, point);
  }
  return [...first.values()];
}

const byValue = (points: readonly Point[], passed: 0 | 1): readonly Point[] =>
  points
    .filter(([, value, ok]) => ok === passed && value !== null)
    .sort(([, a], [, b]) => (a ?? 0) - (b ?? 0));

/** Of what failed, the extremes. */
const extremes = (points: readonly Point[]): readonly Point[] => pick(byValue(points, 0), [0, 1]);

/** Of what passed, the quartiles too: the extremes alone would look like two lines. */
const quartiles = (points: readonly Point[]): readonly Point[] =>
  pick(byValue(points, 1), [0, 0.25, 0.5, 0.75, 1]);

const pick = (sorted: readonly Point[], shares: readonly number[]): readonly Point[] =>
  shares
    .map((share) => sorted[Math.round(share * (sorted.length - 1))])
    .filter((point) => point !== undefined);
