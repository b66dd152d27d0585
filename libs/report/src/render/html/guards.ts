// The rules that would have ended the run, and the one that did.
import { html, type SafeHtml } from '@remix-run/html-template';
import type { GuardReport, RunReport } from '../../model/run-report.ts';
import { fromT0 } from '../words.ts';
import { prose } from './prose.ts';
import { section } from './section.ts';

export function guards(report: RunReport): SafeHtml {
  const row = ({
    rule,
    at,
    fired,
  }: GuardReport): SafeHtml => html`<tr><td>abort when ${rule}</td><td class="mono">${at}</td>
<td>${fired ? html`<b class="bad-ink">fired at ${fromT0(report, fired.atMs)}</b>: ${prose(fired.message)}` : html`<span class="quiet">did not fire</span>`}</td></tr>`;
  return section(
    'Guards',
    html`<div class="card panel"><div class="scroll" style="margin-top:0"><table class="rules stack"><thead><tr><th>Rule</th><th>Written at</th><th>Outcome</th></tr></thead>
<tbody>${report.guards.map(row)}</tbody></table></div></div>`,
  );
}
