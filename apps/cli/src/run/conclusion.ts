// The end of a run for people: verdict, what is left, what to do next.
import { faultsOf, type RunState, type Verdict } from '#core';
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

export function conclusionLines({ state, run }: Conclusion, style: Style): string {
  const verdict = state.verdict ?? 'error';
  const lines = [`${style('bold', style(colours[verdict], verdict.toUpperCase()))}  ${state.plan.title}`];
  return [...lines, ...notClean(run, state, style)].map((line) => `${line}\n`).join('');
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
