// A timeline that a person reads: ten thousand measurements are a handful of lines.
import { describe, expect, test } from '@jest/globals';
import { aFault, aPlan, aProbe } from '../plan.spec-support.ts';
import { behaves, reportOf, reportOn } from '../report.spec-support.ts';

const textsOf = async (...run: Parameters<typeof reportOf>): Promise<readonly string[]> =>
  (await reportOf(...run)).timeline.map(({ text }) => text);

describe('measurements', () => {
  const busy = aPlan({ probes: [aProbe({ everyMs: 1 })], faults: [aFault({ holdMs: 8000 })] });

  test('are told where a probe begins to fail and passes again', async () => {
    const texts = await textsOf(busy, behaves(640));
    expect(texts.length).toBeLessThan(20);
    expect(texts).toContain(
      'checkout answers begins to fail: latency 640 ms, expected p99 latency <= 400 ms',
    );
    expect(texts).toContainEqual(
      expect.stringMatching(/^checkout answers passes again after \d{4} failed measurements in 8 s$/),
    );
  });

  test('that flap are counted', async () => {
    const flapping = {
      measure: (_probe: string, ms: number, harmed: boolean) => ({
        status: 200,
        latency: harmed && ms % 2 === 0 ? 640 : 20,
      }),
    };
    const texts = await textsOf(busy, flapping);
    expect(texts.length).toBeLessThan(25);
    expect(texts).toContainEqual(
      expect.stringMatching(/^checkout answers changes between failing and passing 79\d\d more times$/),
    );
  });
});

test('steps of a ramp are one line', async () => {
  const grown = (await reportOn('ramped')).timeline.filter(({ text }) => text.includes('grows'));
  expect(grown.map(({ text }) => text)).toEqual([
    'payments is slow: grows step by step to 100 % of its full strength',
  ]);
});

test('entries are in the order of the journal', async () => {
  const { timeline } = await reportOn('aborted');
  expect(timeline.map(({ seq }) => seq)).toEqual(timeline.map(({ seq }) => seq).toSorted((a, b) => a - b));
});
