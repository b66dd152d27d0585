// Whether a process runs. One that has ended and waits to be reaped does not.
import { spawnSync } from 'node:child_process';

export function isAlive(pid: number): boolean {
  const state = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)])
    .stdout.toString()
    .trim();
  return state !== '' && !state.startsWith('Z');
}
