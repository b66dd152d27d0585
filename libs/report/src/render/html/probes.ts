// A chart and a table for each steady-state probe.
import { html, type SafeHtml } from '@remix-run/html-template';
import { formatValue } from '#core';
import { formatDuration } from '#spec';
import type { PartReport, ProbeReport, RunReport } from '../../model/run-report.ts';
import { selectProbes } from '../selection.ts';
import { partWords, plural } from '../words.ts';
import { chart } from './chart/chart.ts';
import { frameOf } from './chart/frame.ts';
import { prose } from './prose.ts';
import { rest, section } from './section.ts';

export function probes(report: RunReport): SafeHtml | '' {
  const { shown, leftOut } = selectProbes(report);
  if (shown.length === 0) return '';
  const frame = frameOf(report);
  return section(
    'What was measured',
    html`${shown.map((probe) => probeCard(probe, report, chart(probe.series, frame, describe(probe))))}${rest(leftOut, 'probe')}`,
  );
}

const probeCard = (
  probe: ProbeReport,
  report: RunReport,
  picture: SafeHtml,
): SafeHtml => html`<article class="card probe">
<header>${badge(probe, report)}<h3>${probe.name}</h3></header>
<p class="what"><span class="mono">${probe.explain}</span>, every ${formatDuration(probe.everyMs)}${judgedWhen(probe)} · <span class="mono">${probe.at}</span></p>
${picture}
${partsTable(probe)}
</article>`;

/** A probe that is free to fail while the fault lasts. */
const judgedWhen = ({ during }: ProbeReport): string =>
  during.length === 3 ? '' : `, judged ${during.map((part) => partWords[part]).join(' and ')} only`;

const badges = {
  held: ['good', 'HELD'],
  failed: ['bad', 'DID NOT HOLD'],
  'not-examined': ['', 'NOT EXAMINED'],
} as const;

/** A guard that ended the run may have seen the failure before there was enough to judge. */
function badge({ name }: ProbeReport, { expectations }: RunReport): SafeHtml | '' {
  const own = expectations.find((one) => one.capability === 'steady-state' && one.subject === name);
  if (!own) return '';
  const [tone, text] = badges[own.outcome];
  return html`<span class="badge ${tone}">${text}</span>`;
}

/** The picture in words, for whoever does not see it. */
function describe({ name, series, parts }: ProbeReport): string {
  const told = parts.map(
    ({ part, measurements, failed, max }) =>
      `${partWords[part]}: ${plural(measurements, 'measurement')}, ${failed} failed${max === undefined ? '' : `, highest ${formatValue(max, series.type)}`}`,
  );
  return `${name}: ${series.field} over time. ${told.join('; ')}.`;
}

function partsTable({ parts, series, overMs }: ProbeReport): SafeHtml {
  const hasNumbers = parts.some((part) => part.p50 !== undefined);
  const cell = (value: number | undefined): string =>
    value === undefined ? '' : formatValue(value, series.type);
  const row = (part: PartReport): SafeHtml => html`<tr><td>${partWords[part.part]}</td>
<td class="num">${part.measurements}</td><td class="num${part.failed > 0 ? ' bad-ink' : ''}">${part.failed}</td>
${hasNumbers ? html`<td class="num some">${cell(part.p50)}</td><td class="num some">${cell(part.p99)}</td><td class="num">${cell(part.max)}</td>` : ''}
<td>${part.judgement ? prose(`${part.judgement.verdict}: ${part.judgement.message}`) : ''}</td></tr>`;
  return html`<div class="scroll"><table class="parts"><thead><tr><th>When</th><th class="num">Measured</th><th class="num">Failed</th>
${hasNumbers ? html`<th class="num some">p50</th><th class="num some">p99</th><th class="num">max</th>` : ''}<th>Judged, over each ${formatDuration(overMs)}</th></tr></thead>
<tbody>${parts.map(row)}</tbody></table></div>`;
}
