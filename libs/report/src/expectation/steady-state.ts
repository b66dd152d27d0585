// The hypothesis itself: a probe keeps its conditions while the fault lasts. A failed judgement and an abort by a guard
// on the same probe are one failure seen twice.
import { type Breach, describeCondition, describeGuard, type PlannedProbe } from '#core';
import { formatDuration, formatPercent } from '#spec';
import type { Judged } from '../model/probe.log.ts';
import type { RunLog } from '../model/run.log.ts';
import type { Evidence } from '../model/run-report.ts';
import { breachOn, cutShort, type Examined, judgedInFault, notExamined, type Outcome } from './examined.ts';

export const steadyState = (log: RunLog): readonly Examined[] =>
  judgedInFault(log).map((probe) => {
    const expected = describeJudge(probe);
    return {
      capability: 'steady-state',
      subject: probe.name,
      at: probe.at,
      gap: probe.gap,
      normalised: normalise(probe),
      expected: [expected, ...brokenRule(log, probe)].join('; '),
      criterion: `${probe.name} keeps ${expected}, and no guard aborts`,
      ...outcome(log, probe),
    };
  });

const conditionsOf = (probe: PlannedProbe): readonly string[] =>
  probe.judge.conditions.map(describeCondition);

const shareOf = ({ judge }: PlannedProbe): string =>
  judge.passing < 1 ? ` in at least ${formatPercent(judge.passing)} of the measurements` : '';

const describeJudge = (probe: PlannedProbe): string =>
  `${conditionsOf(probe).join(', ')}${shareOf(probe)}, over each ${formatDuration(probe.judge.overMs)} while the fault lasts`;

const normalise = (probe: PlannedProbe): string =>
  [...conditionsOf(probe)].sort().join(' and ') + shareOf(probe);

/** The rule that ended the run is part of what was expected. */
function brokenRule(log: RunLog, probe: PlannedProbe): readonly string[] {
  if (!harmfulBreach(log, probe)) return [];
  const guard = log.state.plan.guards.find((one) => one.name === log.aborted?.guard);
  return guard ? [`abort when ${describeGuard(guard)} (${guard.at})`] : [];
}

/** Silence tells nothing of the steady state: that is another expectation. */
function harmfulBreach(log: RunLog, probe: PlannedProbe): Breach | undefined {
  const breach = breachOn(log, probe.name);
  return breach?.reason === 'no-data' ? undefined : breach;
}

function outcome(log: RunLog, probe: PlannedProbe): Outcome {
  const judged = log.probes.get(probe.name)?.judgementOf('fault');
  const breach = harmfulBreach(log, probe)?.message;
  const failed = judged?.verdict === 'fail' ? judged.message : undefined;
  if (breach === undefined && failed === undefined) return unbroken(log, judged);
  const observed = [breach, failed].filter((one) => one !== undefined).join('; ');
  return { outcome: 'failed', observed, evidence: evidence(log, probe) };
}

function unbroken(log: RunLog, judged: Judged | undefined): Outcome {
  const incomplete = cutShort(log);
  if (!judged) return notExamined(incomplete ?? 'it was not judged');
  if (judged.verdict !== 'pass') return notExamined(`${judged.verdict}: ${judged.message}`);
  if (incomplete !== undefined) return notExamined(`${judged.message}, but ${incomplete}`);
  return { outcome: 'held', observed: judged.message, evidence: [judgementOf(judged)] };
}

function evidence(log: RunLog, probe: PlannedProbe): readonly Evidence[] {
  const seen = log.probes.get(probe.name);
  const judged = seen?.judgementOf('fault');
  const first = seen?.firstFailureOf('fault');
  const breach = harmfulBreach(log, probe) ? log.aborted : undefined;
  return [
    ...(first ? [first] : []),
    ...(breach ? [{ seq: breach.seq, atMs: breach.atMs, text: `abort: ${breach.message}` }] : []),
    ...(judged ? [judgementOf(judged)] : []),
  ].sort((a, b) => a.seq - b.seq);
}

const judgementOf = ({ seq, atMs, verdict, message }: Judged): Evidence => ({
  seq,
  atMs,
  text: `judged ${verdict}: ${message}`,
});
