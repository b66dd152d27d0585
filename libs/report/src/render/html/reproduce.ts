// Where this came from and how to see it again.
import { html, type SafeHtml } from '@remix-run/html-template';
import type { RunReport } from '../../model/run-report.ts';
import { measured, plural } from '../words.ts';
import { command, type Fact, facts, section } from './section.ts';

export function reproduce(report: RunReport): SafeHtml {
  return section(
    'Environment, and how to run it again',
    html`<div class="card panel">${facts(factsOf(report))}
<div class="close"><span class="label">Run it again</span>${command(report.reproduce.command)}</div></div>`,
  );
}

function factsOf({
  environment,
  experiment,
  file,
  owner,
  run,
  counts,
  reproduce: made,
}: RunReport): readonly Fact[] {
  const late = counts.lateMs;
  const mono = (text: string): SafeHtml => html`<span class="mono">${text}</span>`;
  const ranBy = [made.owner, ...made.takenOverBy].map(({ pid, host }) => `process ${pid} on ${host}`);
  const skipped = counts.skippedTicks === 0 ? 'none skipped' : `${counts.skippedTicks} skipped`;
  return [
    { term: 'Environment', value: `${environment.name}${environment.production ? ' (production)' : ''}` },
    { term: 'Experiment', value: experiment },
    { term: 'Owner', value: owner },
    { term: 'Muster', value: `${made.musterVersion}, ${ranBy.join(', then ')}` },
    {
      term: 'Journal',
      value: `${plural(counts.events, 'event')}, ${plural(counts.measurements, 'measurement')}`,
    },
    {
      term: 'Ticks',
      value: late ? `${skipped}; late by ${measured(late.p50)} (p50), ${measured(late.p99)} (p99)` : skipped,
    },
    { term: 'File', value: mono(file), width: 'wide' },
    { term: 'Run', value: mono(run), width: 'wide' },
    { term: 'Plan (SHA-256)', value: mono(made.planHash), width: 'wide' },
  ];
}
