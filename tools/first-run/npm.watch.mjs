// npm may be killed without a word; then nobody is left who could end the task. npm starts a script through a shell,
// which some shells leave standing between npm and the script.
import { execFile } from 'node:child_process';

const LOOK_MS = 500;

/** Calls `then` once npm is gone; gives a function that stops watching. Does nothing where npm started nothing. */
export function whenNpmIsGone(then) {
  if (process.env.npm_lifecycle_event === undefined) return () => {};
  const parent = process.ppid;
  let npm = parent;
  execFile('ps', ['-o', 'ppid=', '-o', 'args=', '-p', String(parent)], (_error, stdout) => {
    const [, above, command = ''] = /^\s*(\d+)\s+(.*)/.exec(stdout ?? '') ?? [];
    if (/^\S*sh -c /.test(command)) npm = Number(above);
  });
  const watch = setInterval(() => {
    if (process.ppid === parent && isRunning(npm)) return;
    clearInterval(watch);
    then();
  }, LOOK_MS);
  return () => clearInterval(watch);
}

function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}
