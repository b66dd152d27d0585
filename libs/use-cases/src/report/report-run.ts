// The report of a run, from its journal or from the folder of an earlier one.
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { type JournalRecord, MusterError, messageOf } from '#core';
import type { RunReport } from '#report';
import type { Workspace } from '../workspace.ts';

export interface ReportRequest {
  readonly run: string;
  /** What was typed beside the path: `--environment staging`. */
  readonly options?: readonly string[];
}

/** Loads what makes reports before it is needed: once the harm is over, nothing waits for that. */
export function preloadReports(): void {
  void import('#report');
}

/** @throws MusterError MUS3004: no such run; MUS3002: its journal holds no plan, or is damaged */
export async function reportRun({ journals }: Workspace, request: ReportRequest): Promise<RunReport> {
  const { buildReport } = await import('#report');
  const { run, options = [] } = request;
  return buildReport(journals.read(run), {
    command: ['muster run', await experimentPath(journals.read(run)), ...options].join(' '),
    recoverCommand: `muster recover ${run}`,
    hash: (text) => createHash('sha256').update(text).digest('hex'),
  });
}

/** As a user would type it: the folder, where its name says enough. */
async function experimentPath(records: AsyncIterable<JournalRecord>): Promise<string> {
  for await (const { event } of records) {
    if (event.type !== 'run.planned') break;
    const { file } = event.plan;
    return /^experiment\.ya?ml$/.test(path.basename(file)) ? path.dirname(file) : file;
  }
  return '';
}

/** A run by its name, or a folder that holds its report. @throws MusterError MUS3004, MUS3002 */
export async function findReport(workspace: Workspace, runOrFolder: string): Promise<RunReport> {
  const found = await stat(runOrFolder).catch(() => undefined);
  if (!found?.isDirectory()) return reportRun(workspace, { run: runOrFolder });
  const file = path.join(runOrFolder, 'report.json');
  try {
    return JSON.parse(await readFile(file, 'utf8')) as RunReport;
  } catch (error) {
    throw new MusterError('MUS3004', `no report in ${runOrFolder}: ${messageOf(error)}`, { cause: error });
  }
}
