// Which process a pid means: pid, boot and start time together, so that a reused pid never passes for a living owner.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

export interface ProcessIdentity {
  readonly pid: number;
  /** As the system tells it; only fit for comparing. */
  readonly startedAt: string;
}

const run = promisify(execFile);
let own: Promise<ProcessIdentity> | undefined;

export function ownIdentity(): Promise<ProcessIdentity> {
  own ??= startOf(process.pid).then((startedAt = '') => ({ pid: process.pid, startedAt }));
  return own;
}

export async function isAlive({ pid, startedAt }: ProcessIdentity): Promise<boolean> {
  return (await startOf(pid)) === startedAt;
}

/** undefined: no such process, or it has ended and waits to be reaped. */
async function startOf(pid: number): Promise<string | undefined> {
  return process.platform === 'linux' ? startFromProc(pid) : startFromPs(pid);
}

/** proc_pid_stat(5): ticks since boot. The second field, the name, is in parentheses and may contain anything. */
async function startFromProc(pid: number): Promise<string | undefined> {
  const [boot, stat] = await Promise.all([
    readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => ''),
    readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined),
  ]);
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields === undefined || /^[ZXx]/.test(fields[0] ?? '') ? undefined : `${fields[19]}@${boot.trim()}`;
}

async function startFromPs(pid: number): Promise<string | undefined> {
  const args = ['-p', String(pid), '-o', 'state=', '-o', 'lstart='];
  // ps tells by its exit code that it found nothing.
  const { stdout } = await run('ps', args, { env: { ...process.env, LC_ALL: 'C' } }).catch(() => ({
    stdout: '',
  }));
  const [, state = 'Z', startedAt] = /^\s*(\S+)\s+(.+?)\s*$/.exec(stdout) ?? [];
  return state.startsWith('Z') ? undefined : startedAt;
}
