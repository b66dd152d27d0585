// Several runs as one page: all their gaps first, the worst at the top, then each run with the way to its own page.
import { html, type SafeHtml } from '@remix-run/html-template';
import type { RunReport } from '../../model/run-report.ts';
import { dateAndTime, measured, plural, verdictWords } from '../words.ts';
import { gapCard } from './gaps.ts';
import { tones } from './masthead.ts';
import { prose } from './prose.ts';
import { section } from './section.ts';
import { shell } from './shell.ts';

export interface Game {
  readonly title: string;
  /** In the order in which they were run; at least one. */
  readonly runs: readonly GameRun[];
}

export interface GameRun {
  readonly report: RunReport;
  /** The page of the run, as seen from the page of the game. */
  readonly href: string;
}

export function renderGame(game: Game): string {
  const [first] = game.runs;
  const musterVersion = first?.report.reproduce.musterVersion ?? '';
  return shell({
    title: `${game.title}: ${resultOf(game)}`,
    musterVersion,
    body: [
      head(game),
      html`<main>
${gaps(game)}
${section('The runs', html`<ul class="card checks">${game.runs.map(runLine)}</ul>`)}
</main>
<footer><p>Written by Muster ${musterVersion} from the journals of ${plural(game.runs.length, 'run')}.</p></footer>`,
    ],
  });
}

const gapsOf = ({ runs }: Game): number => runs.reduce((sum, { report }) => sum + report.gaps.length, 0);

const resultOf = (game: Game): string =>
  `${plural(gapsOf(game), 'gap')} in ${plural(game.runs.length, 'experiment')}`;

function head(game: Game): SafeHtml {
  const reports = game.runs.map(({ report }) => report);
  const passed = reports.filter(({ result }) => result.verdict === 'pass').length;
  const aborted = reports.filter(({ result }) => result.aborted !== undefined).length;
  const dirty = reports.filter(({ result }) => result.cleanup !== 'clean');
  const startedMs = Math.min(...reports.map(({ times }) => times.startedMs));
  const endedMs = Math.max(...reports.map(({ times }) => times.endedMs));
  const tone = gapsOf(game) + dirty.length === 0 ? 'good' : 'bad';
  const undone = dirty.length === 0 ? 'Every fault was undone and read back as gone.' : '';
  return html`<header class="masthead">
<p class="top"><span class="badge solid ${tone}">GAME</span><span>${game.title}</span></p>
<h1>${resultOf(game)}</h1>
<p class="verdict ${tone}">${passed} of ${reports.length} passed, ${aborted} aborted by a guard. ${undone}</p>
${dirty.map(({ title }) => html`<p class="alarm" role="alert">May still be in place: ${title}. See its page.</p>`)}
<p class="meta"><span>took <b>${measured(endedMs - startedMs)}</b></span><span>${dateAndTime(startedMs)}</span></p>
</header>`;
}

function gaps(game: Game): SafeHtml | '' {
  const all = game.runs.flatMap(({ report }) => report.gaps.map((gap) => ({ gap, report })));
  if (all.length === 0) return '';
  all.sort((a, b) => a.gap.severity.localeCompare(b.gap.severity));
  return section(
    plural(all.length, 'gap'),
    html`<div class="gaps">${all.map(({ gap, report }) => gapCard(gap, report))}</div>`,
  );
}

const runLine = ({ report: { result, title, hypothesis, gaps: found }, href }: GameRun): SafeHtml => html`<li>
${result.verdict === 'pass' ? html`<span class="mark good-ink">✓</span>` : html`<span class="mark bad-ink">✗</span>`}
<div><b><a href="${href}">${title}</a></b> <span class="badge ${tones[result.verdict]}">${verdictWords[result.verdict]}</span> ${found.length === 0 ? '' : plural(found.length, 'gap')}
<p>${hypothesis}</p><p>${prose(result.line)}</p></div></li>`;
