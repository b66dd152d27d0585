// The end of a run for people: verdict, what is left, what to do next.
import { faultsOf, type RunState, type Verdict } from '#core';
import type { Gap } from '#report';
import type { RunSummary } from '#use-cases';
import type { Style } from '../io/style.ts';
import type { Line } from './run-lines.ts';
import type { Conclusion } from './run-view.ts';

const colours: Readonly<Record<Verdict, Parameters<Style>[0]>> = {
  pass: 'green',
  fail: 'red',
  inconclusive: 'yellow',
  error: 'red',
};

export function conclusionLines({ state, run, gaps, page }: Conclusion, style: Style): string {
  const verdict = state.verdict ?? 'error';
  const words = [
    style('bold', style(colours[verdict], verdict.toUpperCase())),
    ...(gaps.length === 0 ? [] : [`${gaps.length} ${gaps.length === 1 ? 'gap' : 'gaps'}`]),
    page === undefined ? state.plan.title : `report: ${page}`,
  ];
  const lines = [words.join('  '), ...gapLines(gaps, style), ...notClean(run, state, style)];
  return lines.map((line) => `${line}\n`).join('');
}

const longestTitle = 60;

export function gapLines(gaps: readonly Gap[], style: Style): readonly string[] {
  const width = Math.min(longestTitle, Math.max(0, ...gaps.map(({ title }) => title.length)));
  return gaps.flatMap(({ severity, title, owner, due, runbook, observed }) => {
    const step =
      runbook === undefined
        ? ''
        : `  runbook ${runbook.name}${runbook.step === undefined ? '' : `#${runbook.step}`}`;
    const who = `owner ${owner}  due ${due}${step}`;
    return [
      `  ${style('bold', severity)} ${title.padEnd(width)}  ${who}`,
      style('dim', `       ${observed}`),
    ];
  });
}

function notClean(run: string, state: RunState, style: Style): readonly string[] {
  if (state.cleanup === 'clean') return [];
  const left = faultsOf(state).filter(([, { status }]) => status === 'left');
  return [
    `${style('bold', style('red', 'NOT CLEAN'))}  ${left.length} of ${state.plan.faults.length} may still be in place:`,
    ...left.map(([{ id, target, explainUndo }, { found }]) => {
      return `  ${id} on ${target.name} (${target.driver}): ${found ?? 'unknown'}; to undo: ${explainUndo}`;
    }),
    `  Next: muster recover ${run}`,
  ];
}

/** What is being undone because of an interruption. */
export function interruptLines(why: string, state: RunState | undefined): readonly Line[] {
  const inPlace =
    state === undefined
      ? []
      : faultsOf(state).filter(
          ([, { status }]) => status === 'armed' || status === 'live' || status === 'undoing',
        );
  const undoing = inPlace.map(([{ id, explainUndo }]) => `${id} (${explainUndo})`).join(', ');
  const text = inPlace.length === 0 ? `${why}; nothing is in place` : `${why}; undoing ${undoing}`;
  return [{ mark: 'bad', label: 'interrupted', text, aside: 'once more: do not wait' }];
}

export function leftLines(runs: readonly RunSummary[]): readonly Line[] {
  return runs.map(({ run, inPlace }) => ({
    mark: 'bad',
    label: 'left over',
    text: `run ${run} ended without undoing ${inPlace.join(', ')}`,
    aside: `muster recover ${run}`,
  }));
}
