// A place of its own for the demo. What a demo that was killed left of it is removed by the next one.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openLocalWorkspace, type Workspace } from '#use-cases';

/** The argument with which the demo starts itself as a helper of a fault. */
export const helperProcess = 'helper-process';

export interface DemoWorkspace {
  readonly workspace: Workspace;
  readonly shopDir: string;
  readonly remove: () => void;
}

const PREFIX = 'muster-demo-';

export function openDemoWorkspace(): DemoWorkspace {
  for (const left of leftFolders()) remove(left);
  const folder = mkdtempSync(path.join(tmpdir(), `${PREFIX}${process.pid}-`));
  const [, program = ''] = process.argv;
  const workspace = openLocalWorkspace({
    stateDir: path.join(folder, 'muster'),
    helperCommand: [process.execPath, ...process.execArgv, program, helperProcess],
    musterVersion: 'demo',
  });
  return { workspace, shopDir: path.join(folder, 'shop'), remove: () => remove(folder) };
}

/** Folders of demos whose process is gone. */
function leftFolders(): readonly string[] {
  return readdirSync(tmpdir())
    .filter((name) => name.startsWith(PREFIX) && !isRunning(Number(name.slice(PREFIX.length).split('-')[0])))
    .map((name) => path.join(tmpdir(), name));
}

/** The folder of another user stays. */
function remove(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  } catch {
    // Nothing of value is in it.
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
