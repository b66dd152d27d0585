// A comparison for the terminal and as JSON.
import type { Gap } from '../model/run-report.ts';
import type { Comparison } from './compare-reports.ts';

export function renderComparison(comparison: Comparison): string {
  const { before, after } = comparison;
  const lines = [
    `${before.run} (${before.verdict}) -> ${after.run} (${after.verdict})`,
    ...section('closed', comparison.closed, ({ gap, evidence }) => [line(gap), `  ${evidence}`]),
    ...section('still open', comparison.open, (gap) => [
      line(gap),
      `  ${gap.observed}`,
      `  owner ${gap.owner}, due ${gap.due}: ${gap.closing.command}`,
    ]),
    ...section('new', comparison.new, (gap) => [line(gap), `  ${gap.observed}`]),
    ...section('not examined, so still open', comparison.notExamined, ({ gap, why }) => [
      line(gap),
      `  ${why}`,
    ]),
  ];
  if (lines.length === 1) lines.push('no gap in either run');
  return `${lines.join('\n')}\n`;
}

export const renderComparisonJson = (comparison: Comparison): string =>
  `${JSON.stringify(comparison, null, 1)}\n`;

const line = (gap: Gap): string => `${gap.severity} ${gap.title} (${gap.id})`;

function section<T>(title: string, items: readonly T[], tell: (item: T) => readonly string[]): string[] {
  if (items.length === 0) return [];
  return ['', `${items.length} ${title}`, ...items.flatMap((item) => tell(item).map((text) => `  ${text}`))];
}
