// Runs npm with a chosen Node first in PATH, quietly; when npm fails, its first words (the cause) come with the next step.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { FirstRunFailure } from './failure.mjs';
import { nextStepFor } from './next-step.mjs';

const SHOWN_LINES = 20;

// npm waits up to a minute between its tries; without a network that is a minute of silence before the answer.
const QUIET = [
  '--no-audit',
  '--no-fund',
  '--loglevel=error',
  '--fetch-retry-mintimeout=1000',
  '--fetch-retry-maxtimeout=5000',
];

/** @param {{cwd: string, node: string}} where `node` is the binary that npm and the install scripts run under */
export async function npm(args, { cwd, node }) {
  const [command, ...first] = npmCommand(node);
  const env = { ...process.env, PATH: [path.dirname(node), process.env.PATH].join(path.delimiter) };
  const { code, output } = await captured(command, [...first, ...args, ...QUIET], { cwd, env });
  if (code === 0) return;
  throw new FirstRunFailure(
    `npm ${args[0]} failed (exit ${code}):\n${firstWords(output)}`,
    nextStepFor(output),
  );
}

/** What npm said, without the stacks and blank lines between its words. */
function firstWords(output) {
  const said = output.split('\n').filter((line) => !/^(npm (error|ERR!))?\s*(at .*)?$/.test(line));
  return said.slice(0, SHOWN_LINES).join('\n');
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
