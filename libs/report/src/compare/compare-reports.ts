// What closed, what is still open, what is new between two runs of an experiment. Closed by evidence only: a gap that
// the later run did not examine is not closed, whatever anybody says.
import type { Expectation, Gap, RunReport } from '../model/run-report.ts';

export interface Comparison {
  readonly before: RunRef;
  readonly after: RunRef;
  readonly closed: readonly Closed[];
  readonly open: readonly Gap[];
  readonly new: readonly Gap[];
  readonly notExamined: readonly NotExamined[];
}

export interface RunRef {
  readonly run: string;
  readonly experiment: string;
  readonly startedAt: string;
  readonly verdict: RunReport['result']['verdict'];
}

export interface Closed {
  readonly gap: Gap;
  /** What the later run observed. */
  readonly evidence: string;
}

export interface NotExamined {
  readonly gap: Gap;
  readonly why: string;
}

export function compareReports(before: RunReport, after: RunReport): Comparison {
  const later = new Map(after.expectations.map((one) => [one.id, one]));
  const earlier = new Set(before.gaps.map((gap) => gap.id));
  const stillOpen = new Set(after.gaps.map((gap) => gap.id));
  const gone = before.gaps.filter((gap) => !stillOpen.has(gap.id));
  const outcome = (gap: Gap): Expectation | undefined => later.get(gap.id);
  return {
    before: refOf(before),
    after: refOf(after),
    closed: gone
      .filter((gap) => outcome(gap)?.outcome === 'held')
      .map((gap) => ({ gap, evidence: outcome(gap)?.observed ?? '' })),
    open: after.gaps.filter((gap) => earlier.has(gap.id)),
    new: after.gaps.filter((gap) => !earlier.has(gap.id)),
    notExamined: gone
      .filter((gap) => outcome(gap)?.outcome !== 'held')
      .map((gap) => ({ gap, why: whyNot(outcome(gap)) })),
  };
}

const whyNot = (later: Expectation | undefined): string =>
  later?.observed ??
  'the later run does not expect this any more (renamed, removed, or its limit was changed)';

const refOf = ({ run, experiment, times, result }: RunReport): RunRef => ({
  run,
  experiment,
  startedAt: times.startedAt,
  verdict: result.verdict,
});
