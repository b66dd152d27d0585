import { expect, test } from '@jest/globals';
import type { BenchRow } from './bench.group.ts';
import { formatNumber, formatTable } from './bench.table.ts';

const base: BenchRow = { metric: 'requests', unit: '/s', ours: 45_000, better: 'more' };

test('rows of all groups share their columns; what is missing is said', () => {
  const rows = [
    { ...base, peer: 50_000, goal: { of: 'ratio', limit: 0.9 } as const },
    { ...base, peer: 60_000, goal: { of: 'ratio', limit: 0.9 } as const, note: 'one thread' },
    {
      metric: 'added p99',
      unit: 'ms',
      ours: 0.0456,
      better: 'less',
      goal: { of: 'ours', limit: 4 },
    } as const,
  ];
  const table = formatTable([
    { name: 'proxy', rows, skipped: [] },
    { name: 'run', rows: [], skipped: ['python3 is missing'], failed: 'not done after 60 s' },
  ]);
  expect(table).toBe(
    [
      '  metric     unit    ours    peer  ratio  goal            note',
      '',
      'proxy',
      '  requests   /s    45,000  50,000  0.90x  >= 0.9x met',
      '  requests   /s    45,000  60,000  0.75x  >= 0.9x missed  one thread',
      '  added p99  ms     0.046                 <= 4 met',
      '',
      'run',
      '  skipped: python3 is missing',
      '  failed: not done after 60 s',
    ].join('\n'),
  );
});

test.each([
  [181_234.5, '181,235'],
  [99.96, '100'],
  [12.345, '12.3'],
  [1.2345, '1.23'],
  [-0.0456, '-0.046'],
  [Number.NaN, '-'],
])('%d is told as %s', (value, told) => expect(formatNumber(value)).toBe(told));
