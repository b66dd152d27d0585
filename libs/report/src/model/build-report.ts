// buildReport: the journal of a run becomes its report. Streaming: a hundred thousand records pass by one at a time.
import { describeGuard, type JournalRecord, MusterError } from '#core';
import { formatDuration } from '#spec';
import { examine } from '../expectation/examine.ts';
import { bySeverity, expectationOf, type GapContext, gapOf } from '../expectation/gap.ts';
import { faultReports } from './faults.ts';
import { metricsOf, timesOf } from './metrics.ts';
import { RunLog } from './run.log.ts';
import { type AlertReport, type GuardReport, type RunReport, reportVersion } from './run-report.ts';
import { resultOf } from './verdict-line.ts';

/** What the journal does not hold. */
export interface ReportOptions {
  /** The run again, as the user would type it: `muster run experiments/slow-payments`. */
  readonly command: string;
  /** Undoes what the run left: `muster recover <run>`. */
  readonly recoverCommand: string;
  /** Hex digest of a text (SHA-256): identity of gaps. */
  readonly hash: (text: string) => string;
}

/** Fails with MUS3002 where the records do not begin with the plan. */
export async function buildReport(
  records: AsyncIterable<JournalRecord> | Iterable<JournalRecord>,
  options: ReportOptions,
): Promise<RunReport> {
  let log: RunLog | undefined;
  for await (const record of records) {
    if (log) log.add(record);
    else if (record.event.type === 'run.planned') log = new RunLog(record, record.event);
    else break;
  }
  if (!log) throw new MusterError('MUS3002', 'the journal does not begin with the plan of its run');
  return reportOf(log, options);
}

function reportOf(log: RunLog, options: ReportOptions): RunReport {
  const { plan } = log.state;
  const context: GapContext = {
    experiment: plan.experiment,
    startedMs: log.startedMs,
    hash: options.hash,
    rerun: options.command,
    recover: options.recoverCommand,
  };
  const examined = examine(log);
  const gaps = examined.filter((one) => one.outcome === 'failed').map((one) => gapOf(one, context));
  const times = timesOf(log);
  const metrics = metricsOf(log, times);
  return {
    version: reportVersion,
    run: log.run,
    experiment: plan.experiment,
    title: plan.title,
    file: plan.file,
    hypothesis: plan.hypothesis,
    service: plan.service,
    owner: plan.owner,
    environment: { name: plan.environment.name, production: plan.environment.production },
    result: resultOf(log, metrics, gaps.length),
    times,
    gaps: gaps.sort(bySeverity),
    expectations: examined.map((one) => expectationOf(one, context)),
    probes: [...log.probes.values()].map((probe) => probe.report()),
    faults: faultReports(log),
    guards: guardReports(log),
    alerts: alertReports(log),
    timeline: log.timeline.entries(),
    metrics,
    counts: log.counts(),
    reproduce: {
      command: options.command,
      recoverCommand: options.recoverCommand,
      planHash: plan.hash,
      musterVersion: log.planned.musterVersion,
      owner: log.planned.owner,
      takenOverBy: log.owners.slice(1),
    },
  };
}

function guardReports({ state: { plan }, aborted }: RunLog): readonly GuardReport[] {
  const always = [
    {
      name: 'deadline',
      rule: `faults last ${formatDuration(plan.timing.faultDeadlineMs)}, the longest that the plan allows`,
      at: 'default',
    },
    {
      name: 'clock',
      rule: 'Muster itself stands still, or the wall clock jumps: nobody could say what was measured when',
      at: 'default',
    },
  ];
  const rules = plan.guards.map((guard) => ({ name: guard.name, rule: describeGuard(guard), at: guard.at }));
  return [...rules, ...always].map((rule) => ({
    ...rule,
    fired:
      aborted?.guard === rule.name && aborted.at === rule.at
        ? { atMs: aborted.atMs, message: aborted.message }
        : undefined,
  }));
}

function alertReports(log: RunLog): readonly AlertReport[] {
  return log.state.plan.alerts.map(({ name, withinMs, at }) => {
    const seen = log.alerts.get(name);
    return {
      name,
      withinMs,
      at,
      outcome: log.state.alerts[name] ?? 'not-examined',
      firedAfterMs: seen?.afterMs,
      message: seen?.message ?? '',
    };
  });
}
