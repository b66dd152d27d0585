// Cron expressions, computed by croner. A time of day that the clock jumps over is taken at the jump, one that comes
// twice is taken once; expressions with * or / in hours or minutes go by real time instead.
import { Cron } from 'croner';

const MOST_KEPT = 1000;
const kept = new Map<string, Cron>();

/** @throws TypeError that says what is wrong with the expression */
export function cronOf(expression: string, timeZone: string): Cron {
  const key = `${timeZone} ${expression}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const cron = new Cron(expression, {
    timezone: timeZone,
    mode: '5-part',
    paused: true,
    fixedTimeRule: 'no-wildcard',
  });
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(key, cron);
  return cron;
}
