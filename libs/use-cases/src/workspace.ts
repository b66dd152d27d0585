// What every use case needs from the program that calls it: where runs are kept, and the ports of this process.
import { hostname } from 'node:os';
import path from 'node:path';
import type { Clock, Helpers, JournalStore, Secrets } from '#core';
import { jsonlJournalStore } from '#journal';
import { helperProcesses, secretsFromEnvironment, systemClock } from '#platform';

export interface Workspace {
  /** Absolute. Holds what processes share on this machine: journals, claims, pid files of helpers, logs. */
  readonly stateDir: string;
  readonly journals: JournalStore;
  readonly helpers: Helpers;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly owner: { readonly pid: number; readonly host: string };
  readonly musterVersion: string;
}

export interface LocalWorkspace {
  readonly stateDir: string;
  /** Program and arguments of a helper process; kind and token are added. It calls `runHelperProcess`. */
  readonly helperCommand: readonly string[];
  readonly musterVersion: string;
}

/** A workspace without a server: runs are folders with a journal. */
export function openLocalWorkspace(settings: LocalWorkspace): Workspace {
  const stateDir = path.resolve(settings.stateDir);
  return {
    stateDir,
    journals: jsonlJournalStore(path.join(stateDir, 'runs')),
    helpers: helperProcesses({ stateDir: path.join(stateDir, 'helpers'), command: settings.helperCommand }),
    secrets: secretsFromEnvironment(),
    clock: systemClock(),
    owner: { pid: process.pid, host: hostname() },
    musterVersion: settings.musterVersion,
  };
}
