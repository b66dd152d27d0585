// A small checkout in a temporary folder: first-run itself, one library, one command; node_modules is the project's own.
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const NEEDED = [
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
  'tsconfig.build.json',
  'tools/first-run',
];

export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

export interface Checkout {
  readonly root: string;
  write(file: string, text: string): void;
  remove(): void;
}

export function createCheckout(withDependencies: boolean): Checkout {
  const root = mkdtempSync(path.join(tmpdir(), 'first-run-'));
  for (const file of [...NEEDED, 'tools/bundle-cli.mjs', 'tools/bundle'])
    cpSync(file, path.join(root, file), { recursive: true });
  if (withDependencies) symlinkSync(path.resolve('node_modules'), path.join(root, 'node_modules'));
  return {
    root,
    write: (file, text) => {
      mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      writeFileSync(path.join(root, file), text);
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

export interface Running {
  readonly ended: Promise<Ended>;
  kill(signal: NodeJS.Signals): void;
  output(): string;
}

/** Starts a program of the checkout; everything that it prints is kept. */
export function start(file: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Running {
  const kept = { ...process.env, ...env };
  delete kept.NODE_OPTIONS;
  const child = spawn(file, args, { env: kept, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return {
    ended: new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code) => resolve({ code, output }));
    }),
    kill: (signal) => child.kill(signal),
    output: () => output,
  };
}

/** Starts a first-run task of the checkout under this very Node. */
export function firstRun({ root }: Checkout, args: readonly string[], env?: NodeJS.ProcessEnv): Running {
  return start(process.execPath, [path.join(root, 'tools/first-run/main.mjs'), ...args], env);
}

/** Polls until `holds` is true; fails after 20 s, saying what it waited for. */
export async function until(what: string, holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`waited 20 s for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
