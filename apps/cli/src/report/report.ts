// `muster report`: one run rendered again, or two compared.
import { exitCodes, MusterError } from '#core';
import {
  compareReports,
  type RunReport,
  renderComparison,
  renderComparisonJson,
  renderHtml,
  renderJson,
  renderJunit,
  renderMarkdown,
} from '#report';
import { findReport, writeReport } from '#use-cases';
import type { Io } from '../io/io.ts';
import { gapLines } from '../run/conclusion.ts';
import { openWorkspace } from '../workspace.ts';
import type { ReportFormat, ReportOptions } from './report-options.ts';

export async function report(io: Io, runs: readonly string[], options: ReportOptions): Promise<number> {
  const wanted = options.compare ? 2 : 1;
  if (runs.length !== wanted) {
    throw new MusterError(
      'MUS2006',
      `expected ${wanted} run${wanted === 1 ? '' : 's'}, found ${runs.length}`,
    );
  }
  const workspace = openWorkspace(options.stateDir);
  const [first, second] = await Promise.all(runs.map((run) => findReport(workspace, run)));
  if (first === undefined) return exitCodes.usage;
  if (second !== undefined) return compare(io, { before: first, after: second }, options.format);
  if (options.format !== undefined) {
    io.out.write(await renderers[options.format](first));
    return exitCodes.pass;
  }
  const { page } = await writeReport(options.report, first);
  io.out.write(
    `${first.result.line}\n${gapLines(first.gaps, io.style)
      .map((line) => `${line}\n`)
      .join('')}`,
  );
  io.out.write(`report: ${page}\n`);
  return exitCodes.pass;
}

const renderers: Readonly<Record<ReportFormat, (report: RunReport) => string | Promise<string>>> = {
  html: renderHtml,
  markdown: renderMarkdown,
  json: renderJson,
  junit: (report) => renderJunit([report]),
};

interface Pair {
  readonly before: RunReport;
  readonly after: RunReport;
}

function compare(io: Io, { before, after }: Pair, format: ReportFormat | undefined): number {
  if (before.experiment !== after.experiment) {
    const message = `${before.experiment} and ${after.experiment} are two experiments`;
    throw new MusterError('MUS2006', message, { next: 'Compare two runs of one.' });
  }
  if (format !== undefined && format !== 'json') {
    throw new MusterError('MUS2006', `a comparison cannot be printed as ${format}`, {
      next: 'Text or json.',
    });
  }
  const comparison = compareReports(before, after);
  io.out.write(format === 'json' ? renderComparisonJson(comparison) : renderComparison(comparison));
  const open = comparison.open.length + comparison.new.length + comparison.notExamined.length;
  return open === 0 ? exitCodes.pass : exitCodes.failed;
}
