// The game: four experiments, one after the other, and a look at the shop afterwards that does not ask Muster.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Workspace } from '#use-cases';
import type { Io } from '../../apps/cli/src/io/io.ts';
import type { Interrupts } from '../../apps/cli/src/run/interrupts.ts';
import type { Shop } from '../../apps/demo-shop/src/shop.ts';
import { Buyers } from './buyers.ts';
import { type ExperimentRequest, type Outcome, runExperiment } from './experiment.run.ts';
import { GameView } from './game.view.ts';
import { type ReadBack, readBack } from './read-back.ts';

/** One that the shop survives, one that an SLO burn aborts, one that fails, one where nobody is told. */
const GAME = ['killed-checkout', 'slow-payments', 'connections-exhausted', 'slow-checkout'];

export interface Stage {
  readonly io: Io;
  readonly workspace: Workspace;
  /** Folder of the reports. */
  readonly reports: string;
  readonly interrupts: Interrupts;
  readonly shop: Shop;
}

export interface Played {
  readonly outcomes: readonly Outcome[];
  readonly after: ReadBack;
}

export async function play({ io, workspace, reports, interrupts, shop }: Stage): Promise<Played> {
  const buyers = new Buyers(shop.urls.storefront);
  const view = new GameView(io, buyers);
  const outcomes: Outcome[] = [];
  try {
    for (const [index, name] of GAME.entries()) {
      if (interrupts.reason !== undefined) break;
      const count = `${index + 1}/${GAME.length}`;
      const about = { path: path.join('experiments', name), variables: shop.variables, count };
      outcomes.push(await runUntilTold(io, { workspace, reports, view, interrupts, ...about }));
    }
  } finally {
    view.end();
    buyers.stop();
  }
  const after = await readBack(shop);
  io.out.write(
    `\nRead back from the shop itself, past Muster:\n${after.lines.map((line) => `  ${line}\n`).join('')}`,
  );
  return { outcomes, after };
}

/** On a busy machine a run may prove nothing, or the wrong thing; then it is worth a second one. */
async function runUntilTold(io: Io, request: ExperimentRequest): Promise<Outcome> {
  const first = await runExperiment(request);
  if (endedAsExpected(first) || request.interrupts.reason !== undefined) return first;
  io.out.write('It should have ended otherwise (is this machine very busy?), so it is run once more.\n');
  return runExperiment(request);
}

/** Verdict and gaps are those of expected.json. */
export function endedAsExpected({ path: folder, state, report }: Outcome): boolean {
  const text = readFileSync(path.join(folder, 'expected.json'), 'utf8');
  const { verdict, gaps } = JSON.parse(text) as { verdict: string; gaps: string[] };
  return state.verdict === verdict && gaps.every((title) => report.gaps.some((gap) => gap.title === title));
}
