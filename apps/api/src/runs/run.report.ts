// The report of a run from its journal, in the form that is asked for.
import { createHash } from 'node:crypto';
import type { JournalRecord } from '#core';
import { buildReport, renderHtml, renderJson, renderJunit, renderMarkdown } from '#report';
import type { reportFormats } from './run.schema.ts';

type ReportFormat = (typeof reportFormats)[number];

export const reportTypes: Readonly<Record<ReportFormat, string>> = {
  json: 'application/json',
  html: 'text/html',
  markdown: 'text/markdown',
  junit: 'application/xml',
};

export interface ReportRequest {
  readonly run: string;
  readonly records: AsyncIterable<JournalRecord>;
  readonly format: ReportFormat;
}

/** @throws MusterError MUS3002: the journal holds no plan yet */
export async function renderReport({ run, records, format }: ReportRequest): Promise<string> {
  const report = await buildReport(records, {
    command: `muster --server <url> report ${run}`,
    recoverCommand: `muster --server <url> recover ${run}`,
    hash: (text) => createHash('sha256').update(text).digest('hex'),
  });
  switch (format) {
    case 'json':
      return renderJson(report);
    case 'html':
      return renderHtml(report);
    case 'markdown':
      return renderMarkdown(report);
    case 'junit':
      return renderJunit([report]);
  }
}
