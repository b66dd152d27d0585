// Runs npm with a chosen Node first in PATH, quietly; when npm fails, its last words come with the next step.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { FirstRunFailure } from './failure.mjs';
import { nextStepFor } from './next-step.mjs';

const LAST_LINES = 15;

/** @param {{cwd: string, node: string}} where `node` is the binary that npm and the install scripts run under */
export async function npm(args, { cwd, node }) {
  const [command, ...first] = npmCommand(node);
  const env = { ...process.env, PATH: [path.dirname(node), process.env.PATH].join(path.delimiter) };
  const { code, output } = await captured(command, [...first, ...args], { cwd, env });
  if (code === 0) return;
  const words = output.trim().split('\n').slice(-LAST_LINES).join('\n');
  throw new FirstRunFailure(`npm ${args[0]} failed (exit ${code}):\n${words}`, nextStepFor(output));
}

/** `npm run` tells its children where npm itself is; started by hand, npm is looked up in PATH. */
function npmCommand(node) {
  const told = process.env.npm_execpath;
  return told !== undefined && path.basename(told) === 'npm-cli.js' ? [node, told] : ['npm'];
}

/** Runs a program to its end and gives back everything that it printed; never throws for an exit code. */
export function captured(command, args, options) {
  return new Promise((resolve) => {
    const chunks = [];
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.stderr.on('data', (chunk) => chunks.push(chunk));
    const finish = (code, extra = '') =>
      resolve({ code, output: Buffer.concat(chunks).toString('utf8') + extra });
    child.on('error', (error) => finish(127, error.message));
    child.on('close', (code, signal) => finish(code ?? 1, signal === null ? '' : `\nended by ${signal}`));
  });
}
