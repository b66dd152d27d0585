// The game as lines: what each run tells, and what buyers see before, during and after the harm.
import type { JournalRecord, RunState } from '#core';
import { formatDuration } from '#spec';
import type { Io } from '../../apps/cli/src/io/io.ts';
import { conclusionLines } from '../../apps/cli/src/run/conclusion.ts';
import { RunLines } from '../../apps/cli/src/run/run-lines.ts';
import { Screen } from '../../apps/cli/src/run/screen.ts';
import type { Buyers } from './buyers.ts';

const REFRESH_MS = 200;
/** What buyers see now is what they saw since then. */
const SHOWN_MS = 1000;

export class GameView {
  readonly #io: Io;
  readonly #screen: Screen;
  readonly #buyers: Buyers;
  #lines = new RunLines();
  #state: RunState | undefined;
  /** What buyers saw before the harm. */
  #before: string | undefined;
  #sinceMs = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(io: Io, buyers: Buyers) {
    this.#io = io;
    this.#screen = new Screen(io);
    this.#buyers = buyers;
  }

  begin(title: string, hypothesis: string): void {
    this.#io.out.write(`\n${this.#io.style('bold', title)}: ${hypothesis}\n`);
    this.#lines = new RunLines();
    this.#state = undefined;
    this.#before = undefined;
    this.#sinceMs = performance.now();
    if (this.#io.isInteractive) this.#timer = setInterval(() => this.#refresh(), REFRESH_MS);
  }

  tell(record: Pick<JournalRecord, 'atMs' | 'event'>, state: RunState): void {
    const { type } = record.event;
    this.#state = state;
    if (type === 'fault.armed') this.#before ??= this.#buyers.describe(this.#sinceMs);
    if (type === 'fault.undo-started') this.#tellBuyers('bad');
    for (const line of this.#lines.tell(record, state)) this.#screen.print(line);
    if (type === 'fault.injected' || type === 'fault.undone') this.#sinceMs = performance.now();
  }

  /** Once the harm is over: what buyers see now. */
  async tellBuyersAgain(): Promise<void> {
    await this.#buyers.someoneServed(this.#sinceMs);
    this.#tellBuyers('good');
  }

  conclude(conclusion: Parameters<typeof conclusionLines>[0]): void {
    this.#stopRefreshing();
    this.#io.out.write(conclusionLines(conclusion, this.#io.style));
  }

  /** Whatever happened. */
  end(): void {
    this.#stopRefreshing();
  }

  #stopRefreshing(): void {
    clearInterval(this.#timer);
    this.#screen.show(undefined);
  }

  #tellBuyers(mark: 'good' | 'bad'): void {
    const seen = this.#buyers.describe(this.#sinceMs);
    if (seen === undefined) return;
    const more = mark === 'bad' && this.#before !== undefined ? `; before: ${this.#before}` : '';
    this.#screen.print({ mark, label: 'buyers', text: `${seen}${more}` });
  }

  #refresh(): void {
    if (this.#state === undefined) return;
    const lasted = formatDuration(Math.round((performance.now() - this.#sinceMs) / 100) * 100);
    const seen = this.#buyers.describe(Math.max(this.#sinceMs, performance.now() - SHOWN_MS));
    const text = `${lasted}   ${seen === undefined ? '' : `buyers: ${seen}`}`;
    this.#screen.show({ mark: 'now', label: this.#state.phase, text });
  }
}
