// A worker owns runs as long as its lease holds: one row, renewed twice a second, that ends by the database's clock. The
// worker counts on less time than the database gives, so it has stopped before anybody else may begin. What stood still
// (a stopped process, a blocked event loop) finds its lease over at the first look.
import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from 'pg';
import { formatDuration } from '#spec';
import { type Database, ownConnection } from '../database/open-database.ts';
import { listen, type Subscription } from '../database/subscription.ts';
import { insertWorker, ORDERS_CHANNEL, type Orders, removeWorker, renewWorker } from './worker.statements.ts';

export interface LeaseTimes {
  /** After so long without renewal the database lets others take over. */
  readonly ttlMs: number;
  readonly everyMs: number;
  /** After so long without renewal it is time to put everything back, while the lease still holds. */
  readonly lateMs: number;
  /** The worker stops so long before others may begin: clocks may run at different speeds. */
  readonly marginMs: number;
}

const DEFAULT_TIMES: LeaseTimes = { ttlMs: 3000, everyMs: 500, lateMs: 2000, marginMs: 250 };

export interface LeaseEvents {
  /** Renewal has failed for `lateMs`: put back what is in place, inject nothing more. May happen again, or `lost` follows. */
  late(message: string): void;
  /** Once, for good: do nothing more to any target. */
  lost(message: string): void;
  /** At each renewal, and at once when somebody gave an order. */
  orders(orders: Orders): void;
}

export interface LeaseRequest extends LeaseEvents {
  readonly host: string;
  readonly pid: number;
  readonly version: string;
  readonly times?: Partial<LeaseTimes>;
}

/** @throws MusterError MUS3007 */
export async function takeLease(database: Database, request: LeaseRequest): Promise<WorkerLease> {
  const times = { ...DEFAULT_TIMES, ...request.times };
  const pool = ownConnection(database, 'lease', times.ttlMs / 3);
  const sentMs = performance.now();
  const id = await insertWorker(pool, { ...request, ttlMs: times.ttlMs });
  const lease = new WorkerLease({ id, pool, times, events: request }, sentMs);
  await lease.listenTo(database);
  return lease;
}

interface LeaseParts {
  readonly id: string;
  readonly pool: Pool;
  readonly times: LeaseTimes;
  readonly events: LeaseEvents;
}

export class WorkerLease {
  readonly id: string;
  readonly #pool: Pool;
  readonly #times: LeaseTimes;
  readonly #events: LeaseEvents;
  #renewedMs: number;
  #state: 'held' | 'late' | 'lost' | 'released' = 'held';
  #failure = 'no answer';
  #watchdog: NodeJS.Timeout | undefined;
  #next: NodeJS.Timeout | undefined;
  #ticking: Promise<void> | undefined;
  #pokedAgain = false;
  #subscription: Subscription | undefined;

  constructor({ id, pool, times, events }: LeaseParts, sentMs: number) {
    this.id = id;
    this.#pool = pool;
    this.#times = times;
    this.#events = events;
    this.#renewedMs = sentMs;
    this.#watch();
    this.#tickLater(times.everyMs);
  }

  /** True only while nobody else can have taken over. */
  isHeld(): boolean {
    return (this.#state === 'held' || this.#state === 'late') && this.#unrenewedMs() < this.#lostAfterMs();
  }

  /** Gives everything up at once: whoever looks next may take over. */
  async release(): Promise<void> {
    if (this.#state === 'released') return;
    this.#end('released');
    await this.#ticking;
    await this.#subscription?.close();
    // A database that does not answer finds out by itself when the time is over.
    await removeWorker(this.#pool, this.id).catch(() => undefined);
    await Promise.race([this.#pool.end(), delay(this.#times.everyMs, undefined, { ref: false })]);
  }

  async listenTo(database: Database): Promise<void> {
    this.#subscription = await listen(database, ORDERS_CHANNEL, () => this.#tick());
  }

  #tick(): void {
    if (this.#ticking !== undefined) {
      this.#pokedAgain = true;
      return;
    }
    if (this.#isOver()) return;
    clearTimeout(this.#next);
    const sentMs = performance.now();
    this.#ticking = this.#renew(sentMs).finally(() => {
      this.#ticking = undefined;
      const tookMs = performance.now() - sentMs;
      this.#tickLater(this.#pokedAgain ? 0 : Math.max(0, this.#times.everyMs - tookMs));
      this.#pokedAgain = false;
    });
  }

  async #renew(sentMs: number): Promise<void> {
    try {
      const orders = await renewWorker(this.#pool, this.id, this.#times.ttlMs);
      // It came back too late to count: the worker has stopped already.
      if (this.#isOver() || !this.isHeld()) return;
      if (orders === undefined) return this.#lose('the database has given it up');
      this.#renewedMs = sentMs;
      if (this.#unrenewedMs() < this.#times.lateMs) this.#state = 'held';
      this.#watch();
      this.#events.orders(orders);
    } catch (error) {
      this.#failure = (error as Error).message;
    }
  }

  #tickLater(afterMs: number): void {
    if (this.#isOver()) return;
    clearTimeout(this.#next);
    this.#next = setTimeout(() => this.#tick(), afterMs);
  }

  /** Arms the alarm for the nearer of the two limits. */
  #watch(): void {
    clearTimeout(this.#watchdog);
    if (this.#isOver()) return;
    const limitMs = this.#state === 'held' ? this.#times.lateMs : this.#lostAfterMs();
    this.#watchdog = setTimeout(() => this.#alarm(), Math.max(0, limitMs - this.#unrenewedMs()));
  }

  #alarm(): void {
    const unrenewedMs = this.#unrenewedMs();
    if (unrenewedMs >= this.#lostAfterMs()) return this.#lose(this.#failure);
    if (unrenewedMs >= this.#times.lateMs && this.#state === 'held') {
      this.#state = 'late';
      this.#events.late(this.#message(this.#times.lateMs, this.#failure));
    }
    this.#watch();
  }

  #lose(why: string): void {
    if (this.#isOver()) return;
    this.#end('lost');
    this.#events.lost(this.#message(this.#lostAfterMs(), why));
  }

  #end(state: 'lost' | 'released'): void {
    this.#state = state;
    clearTimeout(this.#watchdog);
    clearTimeout(this.#next);
  }

  #isOver(): boolean {
    return this.#state === 'lost' || this.#state === 'released';
  }

  #unrenewedMs(): number {
    return performance.now() - this.#renewedMs;
  }

  #lostAfterMs(): number {
    return this.#times.ttlMs - this.#times.marginMs;
  }

  #message(limitMs: number, why: string): string {
    const unrenewed = formatDuration(Math.round(this.#unrenewedMs()));
    return `the worker's lease was not renewed for ${unrenewed} (limit ${formatDuration(limitMs)}): ${why}`;
  }
}
