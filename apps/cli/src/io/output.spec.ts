// Output that never blocks: order, flush, a reader that stands still, one that is gone.
import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { until } from '#testkit';
import { Output } from './output.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'muster-output-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Both ends of a pipe with a name; the reader does not wait for data. */
function openPipe(name: string): { readonly reader: number; readonly writer: number } {
  const file = path.join(folder, name);
  expect(spawnSync('mkfifo', [file]).status).toBe(0);
  const reader = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  return { reader, writer: openSync(file, constants.O_WRONLY) };
}

function readAll(fd: number): string {
  const chunks: Buffer[] = [];
  for (;;) {
    const chunk = Buffer.alloc(65_536);
    try {
      const length = readSync(fd, chunk);
      if (length === 0) break;
      chunks.push(chunk.subarray(0, length));
    } catch (error) {
      expect((error as NodeJS.ErrnoException).code).toBe('EAGAIN');
      break;
    }
  }
  return Buffer.concat(chunks).toString();
}

describe('output', () => {
  test('keeps the order, and is all there after a flush', async () => {
    const { reader, writer } = openPipe('order');
    const output = new Output(writer);
    for (let index = 0; index < 200; index += 1) output.write(`${index}\n`);
    await output.flush(5000);
    expect(readAll(reader)).toBe(Array.from({ length: 200 }, (_, index) => `${index}\n`).join(''));
    closeSync(writer);
    closeSync(reader);
  });

  test('to a reader that stands still goes on later, and blocks nobody meanwhile', async () => {
    const { reader, writer } = openPipe('still');
    const output = new Output(writer);
    const line = `${'x'.repeat(1000)}\n`;
    for (let index = 0; index < 500; index += 1) output.write(line);
    // The pipe is full by now; this process still turns.
    let isFlushed = false;
    void output.flush(20_000).then(() => (isFlushed = true));
    await output.flush(50);
    expect(isFlushed).toBe(false);
    let read = '';
    await until(() => {
      read += readAll(reader);
      return isFlushed;
    }, 'the rest');
    expect(read + readAll(reader)).toBe(line.repeat(500));
    closeSync(writer);
    closeSync(reader);
  });

  test('to nobody says so once, and takes what comes without a word', async () => {
    const { reader, writer } = openPipe('gone');
    closeSync(reader);
    const output = new Output(writer);
    let closed = 0;
    output.onClosed = () => (closed += 1);
    output.write('one\n');
    await until(() => closed === 1, 'the end to be noticed');
    output.write('two\n');
    await output.flush(1000);
    expect(closed).toBe(1);
    closeSync(writer);
  });
});
