// What was injected, when, and the proof that it is gone.
import { html, type SafeHtml } from '@remix-run/html-template';
import type { FaultReport, RunReport } from '../../model/run-report.ts';
import { fromT0, measured } from '../words.ts';
import { type Fact, facts, section } from './section.ts';

export function faults(report: RunReport): SafeHtml | '' {
  if (report.faults.length === 0) return '';
  const isGone = report.faults.every(({ outcome }) => outcome === 'undone');
  const title = isGone
    ? 'What was injected, and the proof that it is gone'
    : 'What was injected, and what became of it';
  return section(
    title,
    report.faults.map((fault) => faultCard(fault, report)),
  );
}

const tones = { undone: '', left: ' bad', 'in-place': ' bad', 'not-injected': ' calm' } as const;
const marks = { undone: '✓ ', left: '✕ ', 'in-place': '✕ ', 'not-injected': '' } as const;

const faultCard = (fault: FaultReport, report: RunReport): SafeHtml => html`<article class="card fault">
<h3>${fault.id}</h3>
<p class="what">${fault.explain}</p>
<p class="sub">${fault.target.name} (${fault.target.driver}) · <span class="mono">${fault.kind}</span> · <span class="mono">${fault.at}</span></p>
${facts(factsOf(fault, report))}
<p class="proof${tones[fault.outcome]}">${marks[fault.outcome]}${fault.proof}</p>
</article>`;

function factsOf(fault: FaultReport, report: RunReport): readonly Fact[] {
  const { liveMs, undoStartedMs, endedMs } = fault;
  const at = (atMs: number): string => fromT0(report, atMs);
  return [
    ...(liveMs === undefined ? [] : [{ term: 'In place', value: held(liveMs, undoStartedMs, at) }]),
    ...(undoStartedMs === undefined ? [] : [{ term: 'Undo', value: undoText(fault, at(undoStartedMs)) }]),
    ...(endedMs === undefined || fault.outcome !== 'undone'
      ? []
      : [{ term: 'Read back as gone', value: at(endedMs) }]),
  ];
}

function held(liveMs: number, undoStartedMs: number | undefined, at: (ms: number) => string): string {
  if (undoStartedMs === undefined) return `from ${at(liveMs)}`;
  return `${at(liveMs)} to ${at(undoStartedMs)} (${measured(undoStartedMs - liveMs)})`;
}

const undoText = ({ explainUndo, attempts = 1 }: FaultReport, from: string): string =>
  `${from}: ${explainUndo}${attempts > 1 ? `, ${attempts} attempts` : ''}`;
