// Whether a process of this machine runs, known by its pid file or by the name of its program.
import { readFile } from 'node:fs/promises';
import { pid as ownPid } from 'node:process';
import { z } from 'zod';
import { defineProbe, type Measurement, MusterError } from '#core';
import { findByName, findByPid, type ListedProcess } from './shared/process-list.ts';

const params = z
  .union([
    z.strictObject({
      pidFile: z.string().min(1).describe('File with the process id. No file: it does not run.'),
    }),
    z.strictObject({
      name: z
        .string()
        .regex(/^[^/\s]+$/, 'expected the file name of a program, without its folder')
        .describe('File name of the program, such as postgres.'),
    }),
  ])
  .describe('Looks whether a process runs.');
type Params = z.infer<typeof params>;

export const process = defineProbe<Params>({
  kind: 'process',
  title: 'Process',
  summary: 'Looks whether a local process runs.',
  params,
  fields: {
    running: { type: 'boolean', summary: 'Whether it is there; a stopped one is.' },
    stopped: { type: 'boolean', summary: 'Whether it stands still after SIGSTOP.' },
    pid: { type: 'number', summary: 'Process id; left out where it does not run; of several the lowest.' },
  },
  explain: (values) =>
    'name' in values ? `process ${values.name} runs` : `process of pid file ${values.pidFile} runs`,
  hosts: () => [],
  open: (values) => ({ measure: () => measure(values), close: async () => undefined }),
  example: { pidFile: 'run/checkout.pid' },
});

async function measure(values: Params): Promise<Measurement> {
  const found = await ('name' in values ? ofName(values.name) : ofPidFile(values.pidFile));
  const fields = { running: found !== undefined, stopped: found?.stopped ?? false };
  return { outcome: 'measured', fields: found === undefined ? fields : { ...fields, pid: found.pid } };
}

async function ofName(name: string): Promise<ListedProcess | undefined> {
  return (await findByName(name)).find(({ pid }) => pid !== ownPid);
}

async function ofPidFile(file: string): Promise<ListedProcess | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const [, pid] = /^\s*(\d+)\s*(?:\n|$)/.exec(text) ?? [];
  if (pid === undefined) throw new MusterError('MUS2010', `${file} holds no process id`);
  return findByPid(Number(pid));
}
