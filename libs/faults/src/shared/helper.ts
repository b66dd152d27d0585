// What helpers share: waiting without missing the end.
import { setTimeout as delay } from 'node:timers/promises';

/** Resolves when the helper is to let go; at once if it was told already. */
export function untilEnded(ended: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (ended.aborted) resolve();
    else ended.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Waits so long, or until the helper is to let go. */
export async function pause(ms: number, ended: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal: ended }).catch(() => undefined);
}
