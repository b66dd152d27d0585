// A probe can be measured while the fault lasts: no data is not healthy, and whoever is blind cannot say that it held.
import type { PlannedGap, PlannedProbe } from '#core';
import type { RunLog } from '../model/run.log.ts';
import { breachOn, cutShort, type Examined, judgedInFault, notExamined, type Outcome } from './examined.ts';

export const measurement = (log: RunLog): readonly Examined[] =>
  judgedInFault(log).map((probe) => ({
    capability: 'measurement',
    subject: probe.name,
    at: probe.at,
    gap: gapOf(probe),
    normalised: 'can be measured',
    expected: 'can be measured while the fault lasts',
    criterion: `${probe.name} is measured while the fault lasts`,
    ...outcome(log, probe),
  }));

const gapOf = (probe: PlannedProbe): PlannedGap => ({
  ...probe.gap,
  title: `${probe.name}: cannot be measured while the fault lasts`,
  severity: 'SEV3',
  fix: 'Measure from a place that the fault does not reach, or abort on what can be seen.',
});

function outcome(log: RunLog, probe: PlannedProbe): Outcome {
  const judged = log.probes.get(probe.name)?.judgementOf('fault');
  const silent = breachOn(log, probe.name)?.reason === 'no-data' ? log.aborted : undefined;
  if (silent) {
    const evidence = [{ seq: silent.seq, atMs: silent.atMs, text: `abort: ${silent.message}` }];
    return { outcome: 'failed', observed: silent.message, evidence };
  }
  if (!judged) return notExamined(cutShort(log) ?? 'it was not judged');
  const { seq, atMs, message, measurements } = judged;
  const evidence = [{ seq, atMs, text: `judged ${judged.verdict}: ${message}` }];
  if (judged.verdict === 'error') return { outcome: 'failed', observed: message, evidence };
  return measurements === 0
    ? notExamined('it was never measured in that time')
    : { outcome: 'held', observed: `${measurements} measurements`, evidence };
}
