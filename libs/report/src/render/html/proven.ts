// What the run proved, and what it could not look at: for a run without gaps this is the result.
import { html, type SafeHtml } from '@remix-run/html-template';
import type { Expectation, RunReport } from '../../model/run-report.ts';
import { selectExpectations } from '../selection.ts';
import { capabilityWords } from '../words.ts';
import { prose } from './prose.ts';
import { rest, section } from './section.ts';

export function proven(report: RunReport): SafeHtml | '' {
  const { shown, leftOut } = selectExpectations(report);
  if (shown.length === 0) return '';
  const held = shown.some((one) => one.outcome === 'held');
  const title =
    report.result.verdict === 'pass' && report.gaps.length === 0 && held
      ? 'No gap found: what this run proved'
      : 'What held, and what was not examined';
  return section(
    title,
    html`<ul class="card checks">${shown.toSorted(heldFirst).map(check)}</ul>${rest(leftOut, 'expectation')}`,
  );
}

const heldFirst = (a: Expectation, b: Expectation): number =>
  Number(b.outcome === 'held') - Number(a.outcome === 'held');

const check = ({ outcome, capability, subject, expected, observed }: Expectation): SafeHtml => html`<li>
${outcome === 'held' ? html`<span class="mark good-ink" title="held">✓</span>` : html`<span class="mark soft-ink" title="not examined">–</span>`}
<div><b>${subject}</b>: ${prose(expected)}<p>${prose(outcome === 'held' ? observed : `${capabilityWords[capability]} not examined: ${observed}`)}</p></div></li>`;
