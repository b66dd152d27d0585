// The report as one self-contained page: no request leaves it, no script runs in it.
import { html } from '@remix-run/html-template';
import type { Gap, RunReport } from '../../model/run-report.ts';
import { fromT0, runbookText, verdictWords } from '../words.ts';

export function renderHtml(report: RunReport): string {
  const { result, title, hypothesis } = report;
  return String(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${verdictWords[result.verdict]}: ${title}</title>
</head>
<body>
<h1>${verdictWords[result.verdict]}: ${title}</h1>
<p>${result.line}</p>
<p>${hypothesis}</p>
${report.gaps.map(gapCard)}
<ol>${report.timeline.map((entry) => html`<li>${fromT0(report, entry.atMs)} ${entry.text}</li>`)}</ol>
</body>
</html>
`);
}

const gapCard = (gap: Gap) => html`<article>
<h2>${gap.severity} ${gap.title}</h2>
<p>${gap.expected}</p>
<p>${gap.observed}</p>
<p>${gap.owner} ${gap.due} ${gap.runbook && runbookText(gap.runbook)}</p>
<code>${gap.closing.command}</code>
</article>`;
