// The last words of the demo: the gaps, the reports, and commands to paste.
import type { Gap } from '#report';
import { formatDuration } from '#spec';
import type { Style } from '../../apps/cli/src/io/style.ts';
import type { Outcome } from './experiment.run.ts';

export interface SummaryRequest {
  readonly outcomes: readonly Outcome[];
  /** Pages. */
  readonly reports: readonly string[];
  readonly style: Style;
  readonly tookMs: number;
}

export function summary({ outcomes, reports, style, tookMs }: SummaryRequest): string {
  const gaps = outcomes
    .flatMap(({ report }) => report.gaps)
    .sort((a, b) => a.severity.localeCompare(b.severity));
  const took = formatDuration(Math.round(tookMs / 100) * 100);
  const head = `${gaps.length} gaps in ${outcomes.length} experiments, everything put back, in ${took}`;
  const lines = [
    '',
    style('bold', head),
    ...gaps.flatMap((gap) => gapLines(gap, style)),
    '',
    style('bold', 'Reports'),
    ...reports.map((page) => `  ${page}`),
    '',
    ...nextSteps(style),
  ];
  return `${lines.join('\n')}\n`;
}

function gapLines({ severity, title, runbook, ...gap }: Gap, style: Style): readonly string[] {
  return [
    '',
    `${style('red', severity)}  ${style('bold', title)}`,
    `  observed  ${gap.observed}`,
    `  runbook   ${runbook === undefined ? 'none' : `${runbook.name}#${runbook.step ?? ''}`}`,
    `  owner     ${gap.owner}, due ${gap.due}`,
    `  closed by ${gap.closing.command}`,
  ];
}

function nextSteps(style: Style): readonly string[] {
  return [
    `${style('bold', 'Next')}: break it yourself. The shop in one terminal, an experiment in another:`,
    '  npm start',
    '  npx muster explain experiments/slow-payments',
    '  npx muster run experiments/slow-payments',
    'Then Ctrl-C, and the shop with its flaws repaired: the same experiment passes.',
    '  npm start -- --fixed',
    '  npx muster run experiments/slow-payments',
  ];
}
