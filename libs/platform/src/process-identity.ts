// Which process a pid means: pid, boot and start time together, so that a reused pid is never taken for the old process.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

export interface ProcessIdentity {
  readonly pid: number;
  /** As the system tells it; only fit for comparing. */
  readonly startedAt: string;
}

const POLL_MS = 5;
const run = promisify(execFile);

/** undefined: no such process, or it has ended and waits to be reaped. */
export async function identify(pid: number): Promise<ProcessIdentity | undefined> {
  const startedAt = await (process.platform === 'linux' ? fromProc(pid) : fromPs(pid));
  return startedAt === undefined ? undefined : { pid, startedAt };
}

export async function isAlive({ pid, startedAt }: ProcessIdentity): Promise<boolean> {
  return (await identify(pid))?.startedAt === startedAt;
}

/** Sends a signal to this process and to no successor of its pid. */
export async function signalTo(identity: ProcessIdentity, signal: NodeJS.Signals): Promise<void> {
  if (!(await isAlive(identity))) return;
  try {
    process.kill(identity.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Whether it ended within the time. */
export async function endsWithin(identity: ProcessIdentity, limitMs: number): Promise<boolean> {
  const untilMs = performance.now() + limitMs;
  while (await isAlive(identity)) {
    if (performance.now() >= untilMs) return false;
    await delay(POLL_MS);
  }
  return true;
}

/** proc_pid_stat(5): ticks since boot. The second field, the name, is in parentheses and may contain anything. */
async function fromProc(pid: number): Promise<string | undefined> {
  const [boot, stat] = await Promise.all([
    readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => ''),
    readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined),
  ]);
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields === undefined || /^[ZXx]/.test(fields[0] ?? '') ? undefined : `${fields[19]}@${boot.trim()}`;
}

async function fromPs(pid: number): Promise<string | undefined> {
  const env = { ...process.env, LC_ALL: 'C' };
  const args = ['-p', String(pid), '-o', 'state=', '-o', 'lstart='];
  // ps tells by its exit code that it found nothing.
  const { stdout } = await run('ps', args, { env }).catch(() => ({ stdout: '' }));
  const [, state = 'Z', startedAt] = /^\s*(\S+)\s+(.+?)\s*$/.exec(stdout) ?? [];
  return state.startsWith('Z') ? undefined : startedAt;
}
