// The gaps as cards, worst first: what was expected, what happened, who mends it by when, and what proves it mended.
import { html, type SafeHtml } from '@remix-run/html-template';
import type { Evidence, Gap, RunReport } from '../../model/run-report.ts';
import { capabilityWords, fromT0, plural } from '../words.ts';
import { prose } from './prose.ts';
import { command, type Fact, facts, section } from './section.ts';

const tones = { SEV1: 'solid bad', SEV2: 'bad', SEV3: 'warn', SEV4: '' } as const;

export function gaps(report: RunReport): SafeHtml | '' {
  const count = report.gaps.length;
  if (count === 0) return '';
  return section(
    plural(count, 'gap'),
    html`<div class="gaps">${report.gaps.map((gap) => gapCard(gap, report))}</div>`,
  );
}

export const gapCard = (
  gap: Gap,
  report: RunReport,
): SafeHtml => html`<article class="card gap ${gap.severity}" id="${gap.id}">
<header><span class="badge ${tones[gap.severity]}">${gap.severity}</span><h3>${gap.title}</h3></header>
<p class="sub">${capabilityWords[gap.capability]}: ${gap.subject} · <span class="mono">${gap.at}</span> · <span class="mono">${gap.id}</span></p>
<div class="versus">
<div><span class="label">Expected</span>${sentences(gap.expected)}</div>
<div class="observed"><span class="label">Observed</span>${sentences(gap.observed)}</div>
</div>
${facts(factsOf(gap))}
${evidence(gap.evidence, report)}
<div class="close"><span class="label">Closed by evidence only</span>
${command(gap.closing.command)}
<p class="note">Closed when ${prose(gap.closing.criterion)}.</p></div>
</article>`;

const sentences = (text: string): SafeHtml[] => text.split('; ').map((part) => html`<p>${prose(part)}</p>`);

function factsOf(gap: Gap): readonly Fact[] {
  return [
    { term: 'Owner', value: gap.owner },
    { term: 'Due', value: html`<time datetime="${gap.due}">${gap.due}</time>` },
    ...(gap.runbook ? [{ term: 'Runbook', value: runbook(gap.runbook), width: 'half' as const }] : []),
    ...(gap.fix === undefined ? [] : [{ term: 'Fix', value: gap.fix, width: 'wide' as const }]),
  ];
}

const runbook = ({
  name,
  path,
  step,
  stepTitle,
}: NonNullable<
  Gap['runbook']
>): SafeHtml => html`${name}${step === undefined ? '' : html` › <b>${stepTitle ?? step}</b>`}
<small class="mono">${path}${step === undefined ? '' : `#${step}`}</small>`;

const evidence = (all: readonly Evidence[], report: RunReport): SafeHtml | '' =>
  all.length === 0
    ? ''
    : html`<ul class="evidence">${all.map(({ atMs, text, seq }) => html`<li><span class="when">${fromT0(report, atMs)}</span><span>${prose(text)} <span class="seq">(event ${seq})</span></span></li>`)}</ul>`;
