import type { Json } from '../json.ts';

/**
 * Helper processes: work of a fault that must not live in the run's own process, or must end without it.
 * A helper ends by itself when its owner dies (its standard input closes), when its time is over, or when released.
 */
export interface Helpers {
  /** Starts the `helper` of a fault kind and waits until it says that it is ready. */
  launch(request: HelperRequest): Promise<void>;
  /** Tells the helper of this token to let go and waits until its process is gone; not there is no error. */
  release(token: string): Promise<void>;
  /** Whether a process of this token is alive, in reality. */
  alive(token: string): Promise<boolean>;
}

export interface HelperRequest {
  /** Which fault's `helper` to run. */
  readonly kind: string;
  /** Names the helper; written to the journal before it starts. */
  readonly token: string;
  /** Passed on standard input: may hold secrets, is never written down. */
  readonly input: Json;
  readonly ttlMs: number;
}

/** Inside the helper process. */
export interface HelperContext {
  readonly token: string;
  readonly input: Json;
  /** Fires when the owner died, the time is over, or release was asked. */
  readonly ended: AbortSignal;
  /** Tells the owner that the harm is in place. */
  ready(): void;
}
