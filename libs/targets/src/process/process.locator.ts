// How one process is found, now and by another process later.
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { listProcesses, type ProcessEntry, readProcess } from './process.table.ts';

/** What a plan holds of a process target. */
export const locatorSchema = z.union([
  z.object({ process: z.string() }),
  z.object({ pidFile: z.string() }),
  z.object({ commandLine: z.string(), pid: z.int(), startedAt: z.string() }),
]);
export type ProcessLocator = z.infer<typeof locatorSchema>;

/** Muster must not harm itself, who started it, or the system. */
export const isProtected = (pid: number): boolean => pid <= 1 || pid === process.pid || pid === process.ppid;

/** The living process of a pid file; a file that is absent or holds no number is no process. */
export async function fromPidFile(file: string): Promise<ProcessEntry | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  // PostgreSQL writes more lines; the pid is the first of all.
  const [, pid] = /^\s*(\d+)\s*(?:\n|$)/.exec(text) ?? [];
  return pid === undefined ? undefined : readProcess(Number(pid));
}

/** Living processes whose command line contains the text, the oldest first. */
export async function byCommand(
  text: string,
): Promise<readonly (ProcessEntry & { readonly command: string })[]> {
  const matching = (await listProcesses()).filter(
    ({ pid, command }) => command.includes(text) && !isProtected(pid),
  );
  const found = await Promise.all(
    matching.map(async ({ pid, command }) => {
      const entry = await readProcess(pid);
      return entry && { ...entry, command };
    }),
  );
  return found.filter((entry) => entry !== undefined).toSorted((a, b) => age(a) - age(b) || a.pid - b.pid);
}

/** The same process while it lives; then the newest that was started after it. */
export async function successorOf(
  text: string,
  original: { readonly pid: number; readonly startedAt: string },
): Promise<ProcessEntry | undefined> {
  const same = await readProcess(original.pid);
  if (same?.startedAt === original.startedAt) return same;
  return (await byCommand(text)).findLast((entry) => age(entry) >= age(original));
}

const age = ({ startedAt }: { readonly startedAt: string }): number => Number(startedAt);
