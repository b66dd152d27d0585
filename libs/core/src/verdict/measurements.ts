// All measurements of a run in memory, by probe: what the decider asks when it judges.
import type { Plan, PlannedProbe } from '../plan/plan.ts';
import type { MeasurementsView } from '../run/commands.ts';
import { judgeSpan } from './judge.ts';
import { type Sample, SampleSeries } from './samples.ts';

export class Measurements implements MeasurementsView {
  readonly #probes = new Map<string, { readonly planned: PlannedProbe; readonly series: SampleSeries }>();

  constructor(plan: Plan) {
    const { baselineMs, faultDeadlineMs, undoMs } = plan.timing;
    const keepMs = baselineMs + faultDeadlineMs + undoMs + plan.recovery.withinMs;
    for (const planned of plan.probes)
      this.#probes.set(planned.name, { planned, series: new SampleSeries(keepMs) });
  }

  add(sample: Sample): void {
    this.#probes.get(sample.probe)?.series.add(sample);
  }

  judge: MeasurementsView['judge'] = (probe, _part, fromMs, toMs) => {
    const known = this.#probes.get(probe);
    if (!known) return { verdict: 'error', message: `no probe ${probe}`, measurements: 0, failed: 0 };
    return judgeSpan(known.planned.judge, known.series.between(fromMs, toMs), fromMs);
  };

  steadySinceMs: MeasurementsView['steadySinceMs'] = (probe, afterMs) => {
    const known = this.#probes.get(probe);
    if (!known) return undefined;
    const { count, sinceMs } = known.series.streak(afterMs);
    return count >= known.planned.judge.atLeast ? sinceMs : undefined;
  };
}
