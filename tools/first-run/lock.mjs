// One first run at a time per checkout: a lock file that names its holder. A holder that died is replaced; a holder is
// known by pid and start time, so that a pid that was given out again does not keep the lock alive.
import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { FirstRunFailure } from './failure.mjs';

const POLL_MS = 100;
const SAY_AFTER_MS = 1_000;
const GIVE_UP_AFTER_MS = 20 * 60_000;

/** Runs `work` while holding the lock at `file`; waits for a living holder, at most 20 minutes. */
export async function withLock(file, progress, work) {
  mkdirSync(path.dirname(file), { recursive: true });
  const release = await acquire(file, progress);
  process.on('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}

async function acquire(file, progress) {
  const startedAt = Date.now();
  let said = false;
  for (;;) {
    const release = tryAcquire(file);
    if (release !== undefined) return release;
    const waitedMs = Date.now() - startedAt;
    if (waitedMs > GIVE_UP_AFTER_MS) throw heldTooLong(file);
    if (!said && waitedMs > SAY_AFTER_MS) {
      progress.say(
        `waiting for another first run in this checkout (pid ${readHolder(file)?.pid ?? 'unknown'})`,
      );
      said = true;
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Takes the lock if it is free or its holder is dead: gives the function that frees it, else undefined. */
export function tryAcquire(file) {
  const mine = JSON.stringify({ pid: process.pid, startedAt: startOf(process.pid), nonce: randomUUID() });
  const draft = `${file}.${process.pid}.${randomUUID()}`;
  writeFileSync(draft, mine);
  try {
    return linkOrReplace(draft, file) ? () => free(file, mine) : undefined;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** `link` never overwrites and shows the file complete with its content, which makes it the test-and-set here. */
function linkOrReplace(draft, file) {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  const before = readText(file);
  return before !== undefined && isDead(parse(before)) && takeOver({ draft, file, before });
}

/** Only who holds the take-over lock replaces a dead holder, and only if it is still the same one. */
function takeOver({ draft, file, before }) {
  const done = tryAcquire(`${file}.takeover`);
  if (done === undefined) return false;
  try {
    if (readText(file) !== before) return false;
    renameSync(draft, file);
    return true;
  } finally {
    done();
  }
}

function free(file, mine) {
  if (readText(file) === mine) unlinkSync(file);
}

function readText(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return undefined;
    throw error;
  }
}

function readHolder(file) {
  return parse(readText(file) ?? '');
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A file that is no holder's record cannot have come from `link`: nobody holds it. */
function isDead(holder) {
  if (!Number.isInteger(holder?.pid)) return true;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return error.code === 'ESRCH';
  }
  return holder.startedAt !== startOf(holder.pid);
}

/** When a process started, in clock ticks since boot; null where /proc does not tell (macOS). */
function startOf(pid) {
  const stat = readText(`/proc/${pid}/stat`);
  return stat === undefined ? null : stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}

function heldTooLong(file) {
  return new FirstRunFailure(
    `Another first run in this checkout (pid ${readHolder(file)?.pid ?? 'unknown'}) has not ended in 20 minutes.`,
    `End it, or remove ${file} if it is gone, then run the same command again.`,
  );
}
