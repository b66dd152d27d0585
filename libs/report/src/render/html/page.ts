// The report of one run as a page.
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
import { shell } from './shell.ts';
import { timeline } from './timeline.ts';

export function renderHtml(report: RunReport): string {
  const sections = [gaps, proven, probes, timeline, faults, figures, guards, reproduce];
  const { musterVersion } = report.reproduce;
  return shell({
    title: `${verdictWords[report.result.verdict]}: ${report.title}`,
    musterVersion,
    body: [
      masthead(report),
      html`<main>
${sections.map((section) => section(report))}
</main>
<footer><p>Written by Muster ${musterVersion} from the journal of run ${report.run}.</p></footer>`,
    ],
  });
}
