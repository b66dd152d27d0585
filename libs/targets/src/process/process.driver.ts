// Finds local processes: those that the environment names, one by its pid file, or by their command line.

import type { z } from 'zod';
import { type Driver, type DriverContext, defineDriver, MusterError, type Target } from '#core';
import { offering } from '../shared/capability.ts';
import { matchesGlob } from '../shared/glob.ts';
import { config, type ProcessConfig, select } from './process.config.ts';
import { LocalProcess } from './process.control.ts';
import { byCommand, locatorSchema, type ProcessLocator } from './process.locator.ts';

const KIND = 'process';

export const process = defineDriver({
  kind: KIND,
  title: 'Local process',
  summary: 'Processes of this machine, known by name, pid file or command line.',
  config,
  select,
  offers: ['process'],
  hosts: () => [],
  async open(settings, context): Promise<Driver> {
    return {
      find: (wanted) => find(select.parse(wanted), settings),
      handle: offering({ process: (target) => handleOf(target, settings, context) }),
      close: async () => undefined,
    };
  },
  example: { name: 'payments' },
});

async function find(
  wanted: z.infer<typeof select>,
  { processes }: ProcessConfig,
): Promise<readonly Target[]> {
  if ('pidFile' in wanted) return [targetOf(wanted.pidFile, { pidFile: wanted.pidFile })];
  if ('name' in wanted) {
    return Object.keys(processes)
      .filter((name) => matchesGlob(wanted.name, name))
      .toSorted()
      .map((name) => targetOf(name, { process: name }));
  }
  const found = await byCommand(wanted.command);
  return found
    .map(({ pid, startedAt }) =>
      targetOf(`${wanted.command} (pid ${pid})`, { commandLine: wanted.command, pid, startedAt }),
    )
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

const targetOf = (name: string, locator: ProcessLocator): Target => ({
  driver: KIND,
  id: name,
  name,
  labels: {},
  locator,
});

function handleOf(target: Target, { processes }: ProcessConfig, context: DriverContext): LocalProcess {
  const locator = locatorSchema.parse(target.locator);
  const settings = 'process' in locator ? processes[locator.process] : undefined;
  if ('process' in locator && settings === undefined) {
    throw new MusterError('MUS2014', `process ${locator.process} is no longer in the environment`);
  }
  return new LocalProcess(target.name, locator, { settings, context });
}
