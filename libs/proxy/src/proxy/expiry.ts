// A time limit on a fault: when it is over, the fault ends by itself even if whoever set it is gone.
import { Alarm } from '../link/alarm.ts';

export interface ExpiryFields {
  readonly ttlMs?: number;
  /** ISO 8601 */
  readonly expiresAt?: string;
}

export class Expiry {
  readonly #alarm = new Alarm();
  #fields: ExpiryFields = {};

  set(ttlMs: number, onExpired: () => void): void {
    this.#fields = { ttlMs, expiresAt: new Date(Date.now() + ttlMs).toISOString() };
    this.#alarm.set(performance.now() + ttlMs, () => {
      this.#fields = {};
      onExpired();
    });
  }

  clear(): void {
    this.#alarm.clear();
    this.#fields = {};
  }

  /** What the JSON of the fault shows: nothing unless a limit is set. */
  get fields(): ExpiryFields {
    return this.#fields;
  }
}
