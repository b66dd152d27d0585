import type { RunSummary } from '#store';
import { runOrderSchema } from '#use-cases';

/** A run as the API tells it. */
export function runOf({ request, ...run }: RunSummary) {
  const order = runOrderSchema.safeParse(request);
  return { ...run, order: order.success ? order.data : null };
}
