// JUnit XML for CI: a suite for each run, a case for each expectation, and one for the run itself. Loaded only when asked
// for: the builder costs more to load than the whole page to render.
import module from 'junit-report-builder';
import type { Expectation, Gap, RunReport } from '../model/run-report.ts';
import { capabilityWords, runbookText } from './words.ts';

// The package's types say `default`, what it exports is the builder itself.
const builder = module as unknown as typeof module.default;
type Suite = ReturnType<ReturnType<typeof builder.newBuilder>['testSuite']>;

export function junitDocument(reports: readonly RunReport[]): string {
  const document = builder.newBuilder().name('muster');
  for (const report of reports) addSuite(document.testSuite(), report);
  return document.build();
}

function addSuite(suite: Suite, report: RunReport): void {
  const { times, result } = report;
  suite
    .name(report.experiment)
    .timestamp(times.startedAt.slice(0, 19))
    .time((times.endedMs - times.startedMs) / 1000);
  const properties = {
    run: report.run,
    verdict: result.verdict,
    cleanup: result.cleanup,
    environment: report.environment.name,
    'plan-hash': report.reproduce.planHash,
    'muster-version': report.reproduce.musterVersion,
  };
  for (const [name, value] of Object.entries(properties)) suite.property(name, value);
  addRun(suite, report);
  const gaps = new Map(report.gaps.map((gap) => [gap.id, gap]));
  for (const expectation of report.expectations)
    addCase(suite, report, expectation, gaps.get(expectation.id));
}

/** Fails where the run says nothing or left something, even if no single expectation failed. */
function addRun(suite: Suite, report: RunReport): void {
  const { verdict, cleanup, line } = report.result;
  const one = suite.testCase().className(report.experiment).name('hypothesis').file(report.file);
  if (verdict === 'fail') one.failure(line, 'hypothesis').stacktrace(text(report.hypothesis));
  else if (verdict !== 'pass' || cleanup !== 'clean') one.error(line, verdict, report.hypothesis);
}

function addCase(suite: Suite, report: RunReport, one: Expectation, gap: Gap | undefined): void {
  const words = capabilityWords[one.capability];
  const test = suite
    .testCase()
    .className(`${report.experiment}.${words}`)
    .name(`${one.subject}: ${one.expected}`)
    .file(fileOf(one.at, report));
  if (one.outcome === 'not-examined') test.skipped().standardOutput(`not examined: ${one.observed}`);
  else if (gap) test.failure(`${gap.title}: ${gap.observed}`, gap.severity).stacktrace(text(gapText(gap)));
}

/** The builder hides the end of a CDATA section only once. */
const text = (value: string): string => value.replaceAll(']]>', ']] >');

const fileOf = (at: string, report: RunReport): string => at.replace(/(:\d+)+$/, '') || report.file;

function gapText(gap: Gap): string {
  return [
    `${gap.severity} ${gap.title} (${gap.id})`,
    `expected: ${gap.expected}`,
    `observed: ${gap.observed}`,
    `written:  ${gap.at}`,
    ...(gap.runbook ? [`runbook:  ${runbookText(gap.runbook)}`] : []),
    ...(gap.fix === undefined ? [] : [`fix:      ${gap.fix}`]),
    `owner:    ${gap.owner}, due ${gap.due}`,
    `close:    ${gap.closing.command}`,
  ].join('\n');
}
