// Names of runs: the time they begin and four letters at random, so that they sort by time and never meet.
import { randomInt } from 'node:crypto';

const LETTERS = 'bcdfghjkmnpqrstvwxz23456789';

/** `20261123-100411-k3fb` */
export function newRunName(atMs: number): string {
  const [date = '', time = ''] = new Date(atMs)
    .toISOString()
    .replaceAll(/[-:]|\..*/g, '')
    .split('T');
  const letters = Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]);
  return `${date}-${time}-${letters.join('')}`;
}
