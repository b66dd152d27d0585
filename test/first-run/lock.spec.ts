// One first run at a time: real processes compete for the lock, and a dead holder does not keep it.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { tryAcquire } from '../../tools/first-run/lock.mjs';

const LOCK_MODULE = pathToFileURL(path.resolve('tools/first-run/lock.mjs')).href;

let folder: string;
let lock: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'first-run-lock-'));
  lock = path.join(folder, 'lock');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Reads a number, gives others time to do the same, writes it back one higher: only a lock keeps every count. */
const COUNT_UP = `
  const [lock, counter] = process.argv.slice(1);
  const { withLock } = await import('${LOCK_MODULE}');
  const { readFileSync, writeFileSync } = await import('node:fs');
  for (let turn = 0; turn < 3; turn++) {
    await withLock(lock, { say() {} }, async () => {
      const seen = Number(readFileSync(counter, 'utf8'));
      await new Promise((resolve) => setImmediate(resolve));
      writeFileSync(counter, String(seen + 1));
    });
  }`;

function countUp(counter: string): Promise<number | null> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', COUNT_UP, lock, counter], {
    stdio: 'inherit',
  });
  return new Promise((resolve) => child.on('exit', resolve));
}

function writeHolder(holder: object): void {
  writeFileSync(lock, JSON.stringify(holder));
}

describe('the lock', () => {
  test('no count is lost between six processes, even when they find a dead holder first', async () => {
    const counter = path.join(folder, 'counter');
    writeFileSync(counter, '0');
    writeHolder({ pid: deadPid(), startedAt: '1', nonce: 'n' });
    const codes = await Promise.all(Array.from({ length: 6 }, () => countUp(counter)));
    expect(codes).toEqual([0, 0, 0, 0, 0, 0]);
    expect(readFileSync(counter, 'utf8')).toBe('18');
    expect(readdirSync(folder)).toEqual(['counter']);
  });

  test('a held lock is refused until it is freed', () => {
    const release = tryAcquire(lock);
    expect(tryAcquire(lock)).toBeUndefined();
    release?.();
    expect(existsSync(lock)).toBe(false);
    expect(tryAcquire(lock)).toBeDefined();
  });

  test('a dead holder is replaced, and so is a pid that another process got since', () => {
    writeHolder({ pid: deadPid(), startedAt: '1', nonce: 'n' });
    expect(tryAcquire(lock)).toBeDefined();
    writeHolder({ pid: process.pid, startedAt: 'another start', nonce: 'n' });
    expect(tryAcquire(lock)).toBeDefined();
  });

  test('a holder frees only its own lock', () => {
    const release = tryAcquire(lock);
    writeHolder({ pid: process.pid, startedAt: 'of somebody else', nonce: 'n' });
    release?.();
    expect(existsSync(lock)).toBe(true);
  });
});

function deadPid(): number {
  return spawnSync(process.execPath, ['-e', '0']).pid;
}
