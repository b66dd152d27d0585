// The report as one self-contained page: no request leaves it, no script runs in it.
import { html } from '@remix-run/html-template';
import type { RunReport } from '../../model/run-report.ts';
import { verdictWords } from '../words.ts';
import { faults } from './faults.ts';
import { figures } from './figures.ts';
import { gaps } from './gaps.ts';
import { guards } from './guards.ts';
import { masthead } from './masthead.ts';
import { probes } from './probes.ts';
import { proven } from './proven.ts';
import { reproduce } from './reproduce.ts';
import { style } from './style.ts';
import { timeline } from './timeline.ts';

export function renderHtml(report: RunReport): string {
  const sections = [gaps, proven, probes, timeline, faults, figures, guards, reproduce];
  return String(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Muster ${report.reproduce.musterVersion}">
<link rel="icon" href="data:,">
<title>${verdictWords[report.result.verdict]}: ${report.title}</title>
<style>${html.raw`${style}`}</style>
</head>
<body>
${masthead(report)}
<main>
${sections.map((section) => section(report))}
</main>
<footer><p>Written by Muster ${report.reproduce.musterVersion} from the journal of run ${report.run}.</p></footer>
</body>
</html>
`);
}
