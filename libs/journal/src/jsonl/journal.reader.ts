// Reads a journal line by line, in constant memory. A line counts once its line break is there: a torn last one was
// never promised to anybody. Anything else that does not fit is damage, and is told with its line.
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { type JournalRecord, MusterError } from '#core';

const READ_BYTES = 256 * 1024;
const LINE_BREAK = 0x0a;

/** @throws MusterError MUS3002 with file:line */
export async function* readRecords(file: string, run: string): AsyncGenerator<JournalRecord> {
  let line = 0;
  let last = { seq: 0, fence: 0 };
  for await (const lines of completeLines(file)) {
    for (const text of lines) {
      line += 1;
      const record = parseRecord(text, `${file}:${line}`, run);
      // Written by an owner who did not know yet that it had lost the run.
      if (record.fence < last.fence) continue;
      if (record.seq !== last.seq + 1) {
        const message = `${file}:${line}: record ${record.seq} where ${last.seq + 1} was expected`;
        throw new MusterError('MUS3002', message);
      }
      last = record;
      yield record;
    }
  }
}

async function* completeLines(file: string): AsyncGenerator<string[]> {
  let rest = '';
  const chunks = createReadStream(file, { encoding: 'utf8', highWaterMark: READ_BYTES });
  for await (const chunk of chunks as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield lines;
  }
}

function parseRecord(text: string, at: string, run: string): JournalRecord {
  try {
    const record = JSON.parse(text) as JournalRecord;
    if (record.run === run && typeof record.event.type === 'string') return record;
  } catch {
    // Told below, as is a line of JSON that is no record.
  }
  const shown = JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}...` : text);
  throw new MusterError('MUS3002', `${at}: no record of run ${run}: ${shown}`);
}

export interface JournalEnd {
  /** Number of the last record; 0 where there is none. */
  readonly seq: number;
  /** Length without a torn last line. */
  readonly bytes: number;
}

/** Finds the end of what is complete, from behind. @throws MusterError MUS3002 */
export async function findEnd(file: string, run: string): Promise<JournalEnd> {
  await using handle = await open(file, 'r');
  let from = (await handle.stat()).size;
  let tail = Buffer.alloc(0);
  for (;;) {
    const end = tail.lastIndexOf(LINE_BREAK);
    const begin = end < 1 ? -1 : tail.lastIndexOf(LINE_BREAK, end - 1);
    if (begin >= 0 || from === 0) {
      if (end < 0) return { seq: 0, bytes: 0 };
      const text = tail.toString('utf8', begin + 1, end);
      return { seq: parseRecord(text, `${file}, last line`, run).seq, bytes: from + end + 1 };
    }
    const length = Math.min(READ_BYTES, from);
    const { buffer } = await handle.read(Buffer.alloc(length), 0, length, from - length);
    from -= length;
    tail = Buffer.concat([buffer, tail]);
  }
}

/** When the first record was written, from the beginning of its line; undefined where there is none. */
export async function startedAtMs(file: string): Promise<number | undefined> {
  await using handle = await open(file, 'r');
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(1024), 0, 1024, 0);
  const found = /"atMs":(\d+(?:\.\d+)?)/.exec(buffer.toString('utf8', 0, bytesRead));
  return found?.[1] === undefined ? undefined : Number(found[1]);
}
