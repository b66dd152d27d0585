// The toxics of one proxy, in order, for both directions; and the open connections that feel every change at once.
import { apiErrors } from '../api/api.error.ts';
import type { Direction, Toxic } from '../toxics/toxic.ts';
import { Expiry, type ExpiryFields } from './expiry.ts';

/** Whoever has to follow the changes: an open connection. */
export interface ToxicFollower {
  addToxic(toxic: Toxic): void;
  updateToxic(toxic: Toxic): void;
  removeToxic(toxic: Toxic): void;
}

export interface ToxicChange {
  readonly attributes: Readonly<Record<string, number>>;
  readonly toxicity: number;
  /** Milliseconds until the toxic removes itself; 0 takes a limit away, undefined leaves it as it is. */
  readonly ttlMs: number | undefined;
}

export class ToxicChain {
  readonly #toxics: Readonly<Record<Direction, Toxic[]>> = { upstream: [], downstream: [] };
  readonly #expiries = new Map<Toxic, Expiry>();
  readonly #followers: Iterable<ToxicFollower>;

  constructor(followers: Iterable<ToxicFollower>) {
    this.#followers = followers;
  }

  of(direction: Direction): readonly Toxic[] {
    return this.#toxics[direction];
  }

  /** Upstream toxics first, each direction in chain order. */
  all(): readonly Toxic[] {
    return [...this.#toxics.upstream, ...this.#toxics.downstream];
  }

  find(name: string): Toxic | undefined {
    return this.all().find((toxic) => toxic.name === name);
  }

  /** @throws ApiError 404 */
  get(name: string): Toxic {
    const toxic = this.find(name);
    if (toxic === undefined) throw apiErrors.toxicNotFound();
    return toxic;
  }

  expiryOf(toxic: Toxic): ExpiryFields {
    return this.#expiries.get(toxic)?.fields ?? {};
  }

  /** @throws ApiError 409 */
  add(toxic: Toxic, ttlMs: number | undefined): void {
    if (this.find(toxic.name) !== undefined) throw apiErrors.toxicAlreadyExists();
    this.#toxics[toxic.direction].push(toxic);
    this.#limit(toxic, ttlMs);
    for (const follower of this.#followers) follower.addToxic(toxic);
  }

  update(toxic: Toxic, change: ToxicChange): void {
    toxic.attributes = change.attributes;
    toxic.toxicity = change.toxicity;
    this.#limit(toxic, change.ttlMs);
    for (const follower of this.#followers) follower.updateToxic(toxic);
  }

  remove(toxic: Toxic): void {
    const chain = this.#toxics[toxic.direction];
    const index = chain.indexOf(toxic);
    if (index < 0) return;
    chain.splice(index, 1);
    this.#expiries.get(toxic)?.clear();
    this.#expiries.delete(toxic);
    for (const follower of this.#followers) follower.removeToxic(toxic);
  }

  removeAll(): void {
    for (const toxic of this.all()) this.remove(toxic);
  }

  #limit(toxic: Toxic, ttlMs: number | undefined): void {
    if (ttlMs === undefined) return;
    const expiry = this.#expiries.get(toxic) ?? new Expiry();
    if (ttlMs === 0) {
      expiry.clear();
      this.#expiries.delete(toxic);
      return;
    }
    this.#expiries.set(toxic, expiry);
    expiry.set(ttlMs, () => this.remove(toxic));
  }
}
