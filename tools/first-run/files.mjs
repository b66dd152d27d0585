// Small readings of the checkout: JSON that may be missing or half-written, and hashes of text.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** The parsed file, or undefined if it is missing or no JSON (a stamp that was cut off counts as no stamp). */
export function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error.code === undefined || error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  }
}

/** A short hash that says whether a text is the same as the last time. */
export function digest(text) {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
