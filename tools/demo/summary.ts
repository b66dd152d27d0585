// The last words of the demo: the gaps, the reports, and commands to paste.
import path from 'node:path';
import type { Gap } from '#report';
import { formatDuration } from '#spec';
import type { Style } from '../../apps/cli/src/io/style.ts';
import type { Outcome } from './experiment.run.ts';

export interface SummaryRequest {
  readonly outcomes: readonly Outcome[];
  /** Of the whole game. */
  readonly page: string;
  readonly style: Style;
  readonly tookMs: number;
}

export function summary({ outcomes, page: whole, style, tookMs }: SummaryRequest): string {
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
    `${style('bold', 'Reports')}: the whole game, then each run`,
    `  ${whole}`,
    ...outcomes.map(({ page }) => `  ${page}`),
    '',
    ...nextSteps(outcomes, style),
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
    `  closed by npx ${gap.closing.command}`,
  ];
}

/** Each command works as it stands; the comparison is with the run before it, the newest of its folder. */
function nextSteps(outcomes: readonly Outcome[], style: Style): readonly string[] {
  const aborted = outcomes.find(({ state }) => state.aborted !== undefined);
  const lines = [
    `${style('bold', 'Next')}: break it yourself. The shop in one terminal, an experiment in another:`,
    '  npm run shop',
    '  npx muster explain experiments/slow-payments',
    '  npx muster run experiments/slow-payments',
    'Then Ctrl-C, and the shop with its flaws repaired: the same experiment passes, and its gap is closed.',
    '  npm run shop -- --fixed',
    '  npx muster run experiments/slow-payments',
  ];
  if (aborted === undefined) return lines;
  const newest = `"$(ls -td ${path.dirname(aborted.folder)}/* | head -n 1)"`;
  return [...lines, `  npx muster report --compare ${aborted.folder} ${newest}`];
}
