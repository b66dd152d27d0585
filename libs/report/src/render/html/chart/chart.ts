// The chart of one probe: points in a stretched SVG, all text beside it as HTML of a constant size. Colours and dark mode
// come from the style sheet; shape and place tell the same as colour.
import { html, type SafeHtml } from '@remix-run/html-template';
import type { Series } from '../../../model/run-report.ts';
import { prose } from '../prose.ts';
import type { Flag, Frame, Window } from './frame.ts';
import { heightUnits, type Marks, marksOf, widthUnits } from './points.ts';
import { type ValueAxis, valueAxis } from './value-axis.ts';

export function chart(series: Series, frame: Frame, description: string): SafeHtml {
  const axis = valueAxis(series);
  const marks = marksOf(series.points, frame, axis);
  return html`<figure class="chart${series.categories ? ' named' : ''}">
<p class="axis-title">${axis.title}</p>
${lanes(frame)}
<div class="plot"${series.categories ? html` style="height:${(series.categories.length * 2.4 + 1.4).toFixed(1)}rem"` : ''}>
<svg viewBox="0 0 ${widthUnits} ${heightUnits}" preserveAspectRatio="none" role="img" aria-label="${description}">
<title>${description}</title>
${frame.windows.map(({ from, to }) => html`<path class="harm" d="M${units(from)} 0H${units(to)}V${heightUnits}H${units(from)}Z"/>`)}
${axis.ticks.map(({ percent }) => html`<path class="grid" d="M0 ${height(percent)}H${widthUnits}"/>`)}
${frame.flags.map(({ at, kind }) => html`<path class="rule ${kind}" d="M${units(at)} 0V${heightUnits}"/>`)}
${path('dots', marks.passed)}${path('misses', marks.failed)}${path('silent', marks.silent)}${path('silent-core', marks.silent)}
${series.limits.map(({ value }) => html`<path class="limit" d="M0 ${height(axis.y(value))}H${widthUnits}"/>`)}
</svg>
${labels(series, axis, frame)}
</div>
<p class="x-title">Time ${frame.origin}</p>
${legend(series, marks, frame)}
</figure>`;
}

const units = (percent: number): number => Math.round((percent / 100) * widthUnits);
const height = (percent: number): number => Math.round((1 - percent / 100) * heightUnits);
const path = (name: string, d: string): SafeHtml | '' =>
  d === '' ? '' : html`<path class="${name}" d="${d}"/>`;

function labels({ limits }: Series, axis: ValueAxis, frame: Frame): SafeHtml {
  return html`${axis.ticks.map(({ percent, text }) => html`<span class="y" style="bottom:${percent.toFixed(2)}%" title="${text}">${text}</span>`)}
${frame.ticks.map(({ percent, text }, index) => html`<span class="x${index % 2 === 1 ? ' odd' : ''}" style="left:${percent}%">${text}</span>`)}
${limits.map(({ value, text }) => html`<span class="limit-text" style="bottom:${axis.y(value).toFixed(2)}%">limit: ${prose(text)}</span>`)}`;
}

/** Above the plot: the parts of the run, what was in place when, and the moments that matter. */
function lanes({ parts, windows, flags }: Frame): SafeHtml {
  const rowCount = Math.max(0, ...flags.map((flag) => flag.row + 1));
  const rows = Array.from({ length: rowCount }, (_, row) => flags.filter((flag) => flag.row === row));
  return html`<div class="lanes">
${windows.map((window, index) => html`<div class="lane">${index === 0 ? parts.map(part) : ''}${span('window', window)}</div>`)}
${rows.map((row) => html`<div class="lane">${row.map(flagText)}</div>`)}
</div>`;
}

/** Text that has no room is left to the title. */
function span(name: string, { from, to, text }: Window): SafeHtml {
  const isThin = to - from < 10;
  return html`<span class="${name}${isThin ? ' thin' : ''}" style="left:${from}%;width:${(to - from).toFixed(2)}%" title="${text}">${isThin ? '' : text}</span>`;
}

const part = (window: Window): SafeHtml => span(window.from > 0 ? 'part after' : 'part', window);

const flagText = ({ at, side, kind, text }: Flag): SafeHtml =>
  html`<span class="flag ${kind} ${side}" style="left:${at}%">${side === 'left' ? `${text} ▸` : `◂ ${text}`}</span>`;

function legend({ limits }: Series, marks: Marks, { windows }: Frame): SafeHtml {
  const entries: readonly (readonly [boolean, string, string])[] = [
    [marks.passed !== '', 'dot', 'passed'],
    [marks.failed !== '', 'miss', 'failed'],
    [marks.silent !== '', 'none', 'not measured'],
    [limits.length > 0, 'dash', 'limit'],
    [windows.length > 0, 'shade', 'fault in place'],
  ];
  return html`<ul class="legend">${entries
    .filter(([isPresent]) => isPresent)
    .map(([, key, text]) => html`<li><span class="key ${key}"></span>${text}</li>`)}</ul>`;
}
