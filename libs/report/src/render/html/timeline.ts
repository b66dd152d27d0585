// What happened when, in words.
import { html, type SafeHtml } from '@remix-run/html-template';
import type { RunReport } from '../../model/run-report.ts';
import { selectTimeline } from '../selection.ts';
import { fromT0, timeOfDay } from '../words.ts';
import { prose } from './prose.ts';
import { rest, section } from './section.ts';

export function timeline(report: RunReport): SafeHtml {
  const { shown, leftOut } = selectTimeline(report);
  const from =
    report.times.t0Ms === undefined ? 'the start of the run' : 'the moment the first fault was in place';
  return section(
    'Timeline',
    html`<ol class="card timeline">${shown.map(
      ({ atMs, tone, text }) =>
        html`<li class="${tone}"><time class="when" datetime="${new Date(atMs).toISOString()}" title="${timeOfDay(atMs)} UTC">${fromT0(report, atMs)}</time><span class="rail"></span><span class="text">${prose(text)}</span></li>`,
    )}</ol>${rest(leftOut, 'line')}`,
    `Times count from ${from}.`,
  );
}
