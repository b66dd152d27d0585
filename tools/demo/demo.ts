// The demo from the start of the shop to the last line: whatever happens, the faults are undone and the shop is stopped.
import { exitCodes, MusterError, messageOf } from '#core';
import { formatDuration } from '#spec';
import type { Io } from '../../apps/cli/src/io/io.ts';
import { printError } from '../../apps/cli/src/io/print-error.ts';
import { Interrupts } from '../../apps/cli/src/run/interrupts.ts';
import { whenParentIsGone } from '../../apps/demo-shop/src/parent.watch.ts';
import { type Shop, startShop } from '../../apps/demo-shop/src/shop.ts';
import { openDemoWorkspace } from './demo.workspace.ts';
import { endedAsExpected, type Played, play } from './game.ts';
import { writeGame } from './game.report.ts';
import { summary } from './summary.ts';

const LOAD_PER_SECOND = 20;

export interface DemoOptions {
  /** Folder of the reports. */
  readonly reports: string;
}

export async function runDemo(io: Io, { reports }: DemoOptions): Promise<number> {
  const startedMs = performance.now();
  const interrupts = listen(io);
  const title = io.style('bold', 'Muster demo');
  io.out.write(`${title}: four experiments break a small real shop; each is undone and read back.\n`);
  const { workspace, shopDir, remove } = openDemoWorkspace();
  try {
    const played = await withShop(io, shopDir, (shop) => play({ io, workspace, reports, interrupts, shop }));
    if (interrupts.defect !== undefined) return printError(io, interrupts.defect);
    if (interrupts.reason !== undefined) return isClean(played) ? exitCodes.interrupted : exitCodes.dirty;
    const page = await writeGame(reports, played.outcomes);
    io.out.write(summary({ ...played, page, style: io.style, tookMs: performance.now() - startedMs }));
    return exitCodeOf(io, played);
  } finally {
    remove();
  }
}

function listen(io: Io): Interrupts {
  const interrupts = new Interrupts({
    interrupted: (why) => io.out.write(`\n${why}: undoing, then stopping the shop\n`),
    hurried: () => io.out.write('not waiting any more\n'),
  });
  io.out.onClosed = () => interrupts.interrupt('nobody reads the output any more');
  whenParentIsGone(() => interrupts.interrupt('the program that started the demo is gone'));
  return interrupts;
}

async function withShop<T>(io: Io, stateDir: string, use: (shop: Shop) => Promise<T>): Promise<T> {
  const startedMs = performance.now();
  io.out.write('Starting the shop: storefront -> checkout -> payments, PostgreSQL, fault proxies ... ');
  const settings = { stateDir, ports: 'free', loadPerSecond: LOAD_PER_SECOND } as const;
  const shop = await startShop(settings).catch((error: unknown) => {
    const next = 'Run it again; the same shop alone: npm run shop';
    throw new MusterError('MUS2010', messageOf(error), { cause: error, next });
  });
  try {
    const took = formatDuration(Math.round((performance.now() - startedMs) / 100) * 100);
    io.out.write(
      `${took}\nIt is ${shop.urls.storefront}, and made-up buyers send it ${LOAD_PER_SECOND} requests a second.\n`,
    );
    return await use(shop);
  } finally {
    await shop.stop();
  }
}

function isClean({ outcomes, after }: Played): boolean {
  return after.isClean && outcomes.every(({ state }) => state.cleanup === 'clean');
}

/** Gaps are what the demo is for; an experiment that ended in another way than it should is not. */
function exitCodeOf(io: Io, played: Played): number {
  if (!isClean(played)) return exitCodes.dirty;
  const others = played.outcomes.filter((outcome) => !endedAsExpected(outcome));
  for (const { path, report } of others) {
    io.err.write(
      `${path} ended in another way than it should (a very busy machine?): ${report.result.line}\n`,
    );
  }
  return others.length === 0 ? exitCodes.pass : exitCodes.failed;
}
