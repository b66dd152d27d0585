// The processes of this machine: from /proc where there is one, else from ps.
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

export interface ListedProcess {
  readonly pid: number;
  /** File name of the program. */
  readonly name: string;
  /** Stands still after SIGSTOP. */
  readonly stopped: boolean;
}

const run = promisify(execFile);
const HAS_PROC = process.platform === 'linux';

/** undefined: no such process, or it has ended and waits to be reaped. */
export async function findByPid(pid: number): Promise<ListedProcess | undefined> {
  return HAS_PROC ? fromProc(pid) : (await fromPs('-p', String(pid)))[0];
}

/** Those whose program has this file name, the longest running number first. */
export async function findByName(name: string): Promise<readonly ListedProcess[]> {
  const all = HAS_PROC ? await allFromProc() : await fromPs('-A');
  return all.filter((entry) => entry.name === name).sort((a, b) => a.pid - b.pid);
}

async function allFromProc(): Promise<ListedProcess[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const entries = await Promise.all(pids.map(fromProc));
  return entries.filter((entry) => entry !== undefined);
}

/** proc_pid_stat(5), proc_pid_cmdline(5). The name in `stat` is cut after 15 bytes. */
async function fromProc(pid: number): Promise<ListedProcess | undefined> {
  const [stat, commandLine] = await Promise.all(
    ['stat', 'cmdline'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')),
  );
  const found = /^\d+ \((.*)\) (\S)/s.exec(stat ?? '');
  const [, cutName = '', state = ''] = found ?? [];
  const [program] = (commandLine ?? '').split('\0');
  return entryOf(pid, state, program === '' || program === undefined ? cutName : program);
}

async function fromPs(...which: readonly string[]): Promise<ListedProcess[]> {
  const args = [...which, '-o', 'pid=', '-o', 'state=', '-o', 'comm='];
  // ps tells by its exit code that it found nothing.
  const { stdout } = await run('ps', args, { maxBuffer: 16 * 1024 * 1024 }).catch(() => ({ stdout: '' }));
  return stdout.split('\n').flatMap((line) => {
    const [, pid, state = '', program = ''] = /^\s*(\d+)\s+(\S+)\s+(.+?)\s*$/.exec(line) ?? [];
    return entryOf(Number(pid), state, program) ?? [];
  });
}

function entryOf(pid: number, state: string, program: string): ListedProcess | undefined {
  if (state === '' || /^[ZXx]/.test(state)) return undefined;
  return { pid, name: path.basename(program), stopped: /^[Tt]/.test(state) };
}
