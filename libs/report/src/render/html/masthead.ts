// The first thing that is read: the verdict as a sentence, and the hypothesis that it is about.
import { html, type SafeHtml } from '@remix-run/html-template';
import type { RunReport } from '../../model/run-report.ts';
import { dateAndTime, measured, plural, verdictWords } from '../words.ts';
import { prose } from './prose.ts';

export const tones = {
  pass: 'good',
  fail: 'bad',
  inconclusive: 'warn',
  error: 'warn',
  unfinished: 'warn',
} as const;
const cleanupTones = { clean: 'good', dirty: 'bad', unverified: 'bad' } as const;

export function masthead(report: RunReport): SafeHtml {
  const { result, title, hypothesis, times, environment, gaps } = report;
  return html`<header class="masthead">
<p class="top"><span class="badge solid ${tones[result.verdict]}">${verdictWords[result.verdict]}</span><span>${title}</span></p>
<h1>${hypothesis}</h1>
<p class="verdict ${tones[result.verdict]}">${prose(result.line)}</p>
${alarm(report)}
<p class="meta">
<span><b>${gaps.length === 0 ? 'no gap' : plural(gaps.length, 'gap')}</b></span>
<span>cleanup <b class="${cleanupTones[result.cleanup]}-ink">${result.cleanup}</b></span>
<span>environment <b>${environment.name}</b>${environment.production ? ' (production)' : ''}</span>
<span>took <b>${measured(times.endedMs - times.startedMs)}</b></span>
<span>${dateAndTime(times.startedMs)}</span>
</p>
</header>`;
}

/** Whatever else there is to read: something may still be broken. */
function alarm({ result, faults, reproduce }: RunReport): SafeHtml | '' {
  if (result.cleanup === 'clean') return '';
  const left = faults
    .filter(({ outcome }) => outcome === 'left' || outcome === 'in-place')
    .map(({ id }) => id);
  return html`<p class="alarm" role="alert">May still be in place: ${left.join(', ')}. Now: <code>${reproduce.recoverCommand}</code></p>`;
}
