// The ports of core on this machine: time, secrets, helper processes. For use cases and apps only.
export { type HelperSettings, helperProcesses } from './helper-processes.ts';
export { runHelper } from './run-helper.ts';
export { secretsFromEnvironment } from './secrets.ts';
export { systemClock } from './system.clock.ts';
