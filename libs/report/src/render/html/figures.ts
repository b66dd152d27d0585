// How fast: seen, decided, undone, steady again. Only what the run can say.
import { html, type SafeHtml } from '@remix-run/html-template';
import { formatDuration } from '#spec';
import type { AlertReport, Detection, Recovery, RunReport } from '../../model/run-report.ts';
import { measured } from '../words.ts';
import { section } from './section.ts';

interface Tile {
  readonly label: string;
  readonly value: string;
  readonly note: string;
  readonly tone?: 'good' | 'bad' | 'soft';
  readonly isText?: boolean;
}

export function figures({ metrics, alerts, times }: RunReport): SafeHtml | '' {
  if (times.t0Ms === undefined) return '';
  const { firstFailureMs, abort, slowestUndoMs, detection } = metrics;
  // Then the first failed measurement is what detected it.
  const isProbe = detection.outcome === 'detected' && detection.how === 'probe';
  const tiles: readonly (Tile | undefined)[] = [
    detectionTile(detection, alerts),
    tile(
      isProbe ? undefined : firstFailureMs,
      'First failed measurement',
      'after the first fault was in place',
    ),
    tile(abort?.breachToDecisionMs, 'Breach to abort', 'from the first failed measurement to the decision'),
    tile(
      abort?.decisionToUndoneMs,
      'Abort to verified gone',
      'from the decision until reality was read back',
    ),
    abort
      ? undefined
      : tile(slowestUndoMs, 'Undo to verified gone', 'until reality was read back; the slowest fault'),
    recoveryTile(metrics.recovery),
  ];
  return section(
    'Detection and recovery',
    html`<div class="tiles">${tiles.filter((one) => one !== undefined).map(card)}</div>
${alertTable(alerts)}`,
  );
}

const tile = (ms: number | undefined, label: string, note: string): Tile | undefined =>
  ms === undefined ? undefined : { label, value: measured(ms), note };

const card = ({ label, value, note, tone, isText }: Tile): SafeHtml => html`<div class="card tile">
<span class="label">${label}</span><p class="value${isText ? ' words' : ''}${tone ? ` ${tone}-ink` : ''}">${value}</p><p class="note">${note}</p></div>`;

const detectors = { alert: 'alert', guard: 'guard', probe: 'no alert is expected; first seen by' } as const;

function detectionTile(one: Detection, alerts: readonly AlertReport[]): Tile | undefined {
  const label = 'Time to detect';
  const isMissed = alerts.some(({ outcome }) => outcome === 'missed');
  switch (one.outcome) {
    case 'detected':
      return { label, value: measured(one.afterMs), note: `${detectors[one.how]} ${one.by}` };
    case 'not-detected':
      return {
        label,
        value: `> ${measured(one.censoredMs)}`,
        note: 'not detected while the harm lasted',
        tone: isMissed ? 'bad' : 'soft',
      };
    case 'not-examined':
      return undefined;
  }
}

function recoveryTile(one: Recovery): Tile {
  const label = 'Recovery';
  const limit = formatDuration(one.limitMs);
  switch (one.outcome) {
    case 'recovered':
      return {
        label,
        value: measured(one.afterMs),
        note: `after the faults were gone (limit ${limit})`,
        tone: 'good',
      };
    case 'not-recovered':
      return { label, value: `> ${limit}`, note: one.message, tone: 'bad' };
    case 'not-examined':
      return { label, value: 'not examined', note: `limit ${limit}`, tone: 'soft', isText: true };
  }
}

const alertMarks = {
  fired: ['good', 'fired'],
  missed: ['bad', 'missed'],
  infeasible: ['soft', 'infeasible: no gap'],
  'not-examined': ['soft', 'not examined'],
} as const;

function alertTable(alerts: readonly AlertReport[]): SafeHtml | '' {
  if (alerts.length === 0) return '';
  return html`<div class="card panel" style="margin-top:.9rem"><div class="scroll" style="margin-top:0"><table class="stack"><thead><tr><th>Alert</th><th>Outcome</th><th>Seen</th></tr></thead>
<tbody>${alerts.map(
    (alert) =>
      html`<tr><td>${alert.name}</td><td class="${alertMarks[alert.outcome][0]}-ink">${alertMarks[alert.outcome][1]}</td><td>${seen(alert)}</td></tr>`,
  )}</tbody></table></div></div>`;
}

function seen({ outcome, withinMs, firedAfterMs = 0, message }: AlertReport): string {
  if (outcome === 'fired') return `after ${measured(firedAfterMs)} (limit ${formatDuration(withinMs)})`;
  return message === '' ? `limit ${formatDuration(withinMs)}` : message;
}
