// The results as one aligned table. Pure.
import type { BenchRow, GroupResult } from './bench.group.ts';

const HEADINGS = ['metric', 'unit', 'ours', 'peer', 'ratio', 'goal', 'note'] as const;
/** Columns of numbers stand at their right. */
const NUMBERS = new Set([2, 3, 4]);

export function formatTable(results: readonly GroupResult[]): string {
  const blocks = results.map(({ name, rows, skipped, failed }) => ({
    name,
    lines: rows.map(cells),
    remarks: [
      ...skipped.map((why) => `skipped: ${why}`),
      ...(failed === undefined ? [] : [`failed: ${failed}`]),
    ],
  }));
  const all = [HEADINGS, ...blocks.flatMap(({ lines }) => lines)];
  const widths = HEADINGS.map((_, column) => Math.max(...all.map((line) => line[column]?.length ?? 0)));
  const show = (line: readonly string[]): string =>
    line
      .map((cell, column) =>
        NUMBERS.has(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  const text = blocks.flatMap(({ name, lines, remarks }) => [
    '',
    name,
    ...lines.map((line) => `  ${show(line)}`),
    ...remarks.map((remark) => `  ${remark}`),
  ]);
  return [`  ${show(HEADINGS)}`, ...text].join('\n');
}

function cells(row: BenchRow): readonly string[] {
  const ratio = ratioOf(row);
  return [
    row.metric,
    row.unit,
    formatNumber(row.ours),
    row.peer === undefined ? '' : formatNumber(row.peer),
    ratio === undefined ? '' : `${ratio.toFixed(2)}x`,
    goalOf(row),
    row.note ?? '',
  ];
}

export function ratioOf({ ours, peer }: BenchRow): number | undefined {
  return peer === undefined ? undefined : ours / peer;
}

function goalOf(row: BenchRow): string {
  if (row.goal === undefined) return '';
  const { of, limit } = row.goal;
  const value = of === 'ours' ? row.ours : ratioOf(row);
  const asked = `${row.better === 'less' ? '<=' : '>='} ${limit}${of === 'ratio' ? 'x' : ''}`;
  if (value === undefined || Number.isNaN(value)) return `${asked} unknown`;
  return `${asked} ${(row.better === 'less' ? value <= limit : value >= limit) ? 'met' : 'missed'}`;
}

/** Three digits that say something, thousands apart. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return '-';
  const size = Math.abs(value);
  return value.toLocaleString('en', {
    maximumFractionDigits: size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3,
  });
}
