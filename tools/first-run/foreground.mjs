// Runs the task itself with our terminal; its exit code becomes ours, and a signal to us reaches it.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { whenNpmIsGone } from './npm.watch.mjs';

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'];

/** Gives the child's exit code, or 128 + n if signal n ended it. Stays until the child is gone, whatever is pressed. */
export function foreground(command, args, options) {
  const child = spawn(command, args, { ...options, stdio: 'inherit' });
  const listeners = FORWARDED.map((signal) => [signal, () => forward(child, signal)]);
  for (const [signal, listener] of listeners) process.on(signal, listener);
  const stopWatching = whenNpmIsGone(() => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      stopWatching();
      for (const [name, listener] of listeners) process.off(name, listener);
      resolve(code ?? 128 + constants.signals[signal]);
    });
  });
}

/** A terminal sends Ctrl-C to the child as well: forwarding it would be a second Ctrl-C, which many programs take as "now!". */
function forward(child, signal) {
  const fromTerminal = process.stdin.isTTY && (signal === 'SIGINT' || signal === 'SIGQUIT');
  if (!fromTerminal) child.kill(signal);
}
