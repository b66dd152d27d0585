// The processes of this machine: from /proc where there is one, else from ps. Start times only compare with each other.
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

export interface ProcessEntry {
  readonly pid: number;
  /** Digits that grow with time: clock ticks since boot, or milliseconds since 1970. */
  readonly startedAt: string;
  readonly stopped: boolean;
}

export interface ProcessCommand {
  readonly pid: number;
  readonly command: string;
}

const run = promisify(execFile);
const HAS_PROC = process.platform === 'linux';

/** undefined: no such process, or it has ended and waits to be reaped. */
export function readProcess(pid: number): Promise<ProcessEntry | undefined> {
  return HAS_PROC ? readFromProc(pid) : readFromPs(pid);
}

/** Every process with its command line. */
export function listProcesses(): Promise<ProcessCommand[]> {
  return HAS_PROC ? listFromProc() : listFromPs();
}

async function readFromProc(pid: number): Promise<ProcessEntry | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return stat === undefined ? undefined : parseStat(pid, stat);
}

/** proc_pid_stat(5). The second field, the name, is in parentheses and may contain anything. */
export function parseStat(pid: number, stat: string): ProcessEntry | undefined {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state = ''] = fields;
  const startedAt = fields[19];
  if (startedAt === undefined) return undefined;
  return entry(pid, state, startedAt);
}

async function listFromProc(): Promise<ProcessCommand[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const read = async (pid: string) => {
    const text = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    return { pid: Number(pid), command: text.replaceAll('\0', ' ').trim() };
  };
  return (await Promise.all(pids.map(read))).filter(({ command }) => command !== '');
}

async function readFromPs(pid: number): Promise<ProcessEntry | undefined> {
  const { stdout } = await ps('-p', String(pid), '-o', 'state=', '-o', 'lstart=');
  const [, state = '', started = ''] = /^\s*(\S+)\s+(.+?)\s*$/.exec(stdout) ?? [];
  const startedMs = Date.parse(started);
  return Number.isNaN(startedMs) ? undefined : entry(pid, state, String(startedMs));
}

async function listFromPs(): Promise<ProcessCommand[]> {
  const { stdout } = await ps('-A', '-o', 'pid=', '-o', 'args=');
  return stdout.split('\n').flatMap((line) => {
    const [, pid, command = ''] = /^\s*(\d+)\s+(.*)$/.exec(line) ?? [];
    return pid === undefined ? [] : [{ pid: Number(pid), command }];
  });
}

/** ps tells by its exit code that it found nothing. */
function ps(...args: string[]): Promise<{ stdout: string }> {
  const env = { ...process.env, LC_ALL: 'C' };
  return run('ps', args, { env, maxBuffer: 16 * 1024 * 1024 }).catch(() => ({ stdout: '' }));
}

function entry(pid: number, state: string, startedAt: string): ProcessEntry | undefined {
  if (/^[ZXx]/.test(state)) return undefined;
  return { pid, startedAt, stopped: /^[Tt]/.test(state) };
}
