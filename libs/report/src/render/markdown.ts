// The report as Markdown: for a merge request, a ticket, a chat. The same order as the page: verdict, gaps, the rest.
import { formatDuration } from '#spec';
import type { Detection, FaultReport, Gap, ProbeReport, Recovery, RunReport } from '../model/run-report.ts';
import { leftOutText, selectExpectations, selectProbes, selectTimeline } from './selection.ts';
import { dateAndTime, fromT0, measured, partWords, plural, runbookText, verdictWords } from './words.ts';

export function renderMarkdown(report: RunReport): string {
  const sections = [
    head(report),
    gaps(report),
    held(report),
    probes(report),
    faults(report),
    figures(report),
    timeline(report),
    reproduce(report),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

/** Nothing that a user wrote may become markup: a table cell, a link, HTML. */
const text = (value: string): string =>
  value.replace(/[\\`*_[\]<>|#~]/g, (character) => `\\${character}`).replace(/\s*[\r\n]+\s*/g, ' ');

/** As code; longer fences around what holds backticks. */
function code(value: string): string {
  const oneLine = value.replace(/\s*[\r\n]+\s*/g, ' ');
  const longest = Math.max(0, ...[...oneLine.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 ? ' ' : '';
  return `${fence}${pad}${oneLine}${pad}${fence}`;
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

const rest = (leftOut: number, noun: string): string =>
  leftOut === 0 ? '' : `\n\n${leftOutText(leftOut, noun)}`;

function head({ title, result, hypothesis, run, times, environment }: RunReport): string {
  return [
    `# ${verdictWords[result.verdict]}: ${text(title)}`,
    text(result.line),
    `> ${text(hypothesis)}`,
    `Run ${code(run)}, ${dateAndTime(times.startedMs)}, ${formatDuration(Math.round(times.endedMs - times.startedMs))}, environment ${text(environment.name)}${environment.production ? ' (production)' : ''}, cleanup **${result.cleanup}**.`,
  ].join('\n\n');
}

function gaps(report: RunReport): string {
  const found = report.gaps;
  if (found.length === 0) return report.result.verdict === 'pass' ? '## No gap found' : '';
  return [`## ${plural(found.length, 'gap')}`, ...found.map((one) => gap(one, report))].join('\n\n');
}

function gap(one: Gap, report: RunReport): string {
  const rows = [
    ['Expected', text(one.expected)],
    ['Observed', text(one.observed)],
    ...one.evidence.map(({ seq, atMs, text: told }) => [
      'Evidence',
      `${fromT0(report, atMs)}, event ${seq}: ${text(told)}`,
    ]),
    ...(one.runbook ? [['Runbook', text(runbookText(one.runbook))]] : []),
    ['Owner', text(one.owner)],
    ['Due', one.due],
    ...(one.fix === undefined ? [] : [['Fix', text(one.fix)]]),
    ['Closed when', `${code(one.closing.command)} shows: ${text(one.closing.criterion)}`],
    ['Written at', text(one.at)],
  ];
  return `### ${one.severity} ${text(one.title)}\n\n${code(one.id)}\n\n${table(['', ''], rows)}`;
}

function held(report: RunReport): string {
  const { shown, leftOut } = selectExpectations(report);
  const rows = shown.map((one) => [
    one.outcome === 'held' ? 'held' : 'not examined',
    text(`${one.subject}: ${one.expected}`),
    text(one.observed),
  ]);
  return rows.length === 0
    ? ''
    : `## What held, and what was not examined\n\n${table(['', 'Expected', 'Observed'], rows)}${rest(leftOut, 'expectation')}`;
}

function probes(report: RunReport): string {
  const { shown, leftOut } = selectProbes(report);
  const rows = shown.flatMap(probeRows);
  return rows.length === 0
    ? ''
    : `## Steady state\n\n${table(['Probe', 'Part', 'Verdict', 'Measured'], rows)}${rest(leftOut, 'probe')}`;
}

const probeRows = (probe: ProbeReport): readonly (readonly string[])[] =>
  probe.parts.map((part) => [
    text(probe.name),
    partWords[part.part],
    part.judgement?.verdict ?? '',
    text(part.judgement?.message ?? `${part.measurements - part.failed}/${part.measurements}`),
  ]);

function faults(report: RunReport): string {
  if (report.faults.length === 0) return '';
  const when = (atMs: number | undefined): string => (atMs === undefined ? '' : fromT0(report, atMs));
  const row = (fault: FaultReport): readonly string[] => [
    text(fault.id),
    text(fault.explain),
    when(fault.liveMs),
    when(fault.outcome === 'undone' ? fault.endedMs : undefined),
    text(fault.proof),
  ];
  return `## What was injected, and the proof that it is gone\n\n${table(['Fault', 'Harm', 'In place', 'Gone', 'Proof'], report.faults.map(row))}`;
}

function figures({ metrics, counts }: RunReport): string {
  const rows = [
    ['Time to detect', detection(metrics.detection)],
    ...(metrics.abort?.decisionToUndoneMs === undefined
      ? []
      : [['Decision to abort to verified undone', measured(metrics.abort.decisionToUndoneMs)]]),
    ['Recovery', recovery(metrics.recovery)],
    [
      'Measurements',
      `${counts.measurements}${counts.skippedTicks > 0 ? `, ${plural(counts.skippedTicks, 'tick')} skipped` : ''}`,
    ],
  ];
  return `## Figures\n\n${table(
    ['', ''],
    rows.map((row) => row.map(text)),
  )}`;
}

function detection(one: Detection): string {
  switch (one.outcome) {
    case 'detected':
      return `${measured(one.afterMs)} (${one.by})`;
    case 'not-detected':
      return `not detected in ${measured(one.censoredMs)} of harm`;
    case 'not-examined':
      return `not examined: ${one.why}`;
  }
}

function recovery(one: Recovery): string {
  const limit = `limit ${formatDuration(one.limitMs)}`;
  switch (one.outcome) {
    case 'recovered':
      return `${measured(one.afterMs)} (${limit})`;
    case 'not-recovered':
      return one.message;
    case 'not-examined':
      return `not examined (${limit})`;
  }
}

function timeline(report: RunReport): string {
  const { shown, leftOut } = selectTimeline(report);
  const rows = shown.map((entry) => [fromT0(report, entry.atMs), text(entry.text)]);
  return `## Timeline\n\n${table(['Time', 'What happened'], rows)}${rest(leftOut, 'line')}`;
}

function reproduce({ reproduce: { command, planHash, musterVersion } }: RunReport): string {
  return `## Run it again\n\n${code(command)}\n\nPlan ${code(planHash.slice(0, 12))}, Muster ${text(musterVersion)}.`;
}
