// Inside a helper process: the part of a fault that must not live in the process of the run.
import { faults } from '#faults';
import { runHelper } from '#platform';

/** Never returns. */
export function runHelperProcess(kind: string, token: string): Promise<never> {
  return runHelper(faults, [kind, token]);
}
