// Every kind of fault, sorted: one import and one entry each.

import type { AnyFault } from '#core';
import { containerKill } from './container-kill/container-kill.fault.ts';
import { containerPause } from './container-pause/container-pause.fault.ts';
import { containerRemove } from './container-remove/container-remove.fault.ts';
import { containerRestart } from './container-restart/container-restart.fault.ts';
import { containerStop } from './container-stop/container-stop.fault.ts';
import { networkBandwidth } from './network-bandwidth/network-bandwidth.fault.ts';
import { networkDown } from './network-down/network-down.fault.ts';
import { networkLatency } from './network-latency/network-latency.fault.ts';
import { networkLimit } from './network-limit/network-limit.fault.ts';
import { networkReset } from './network-reset/network-reset.fault.ts';
import { networkSlice } from './network-slice/network-slice.fault.ts';
import { networkSlowClose } from './network-slow-close/network-slow-close.fault.ts';
import { networkTimeout } from './network-timeout/network-timeout.fault.ts';
import { postgresConnectionExhaustion } from './postgres-connection-exhaustion/postgres-connection-exhaustion.fault.ts';
import { processKill } from './process-kill/process-kill.fault.ts';
import { processPause } from './process-pause/process-pause.fault.ts';
import { tcpConnectionExhaustion } from './tcp-connection-exhaustion/tcp-connection-exhaustion.fault.ts';

export const registry: readonly AnyFault[] = [
  containerKill,
  containerPause,
  containerRemove,
  containerRestart,
  containerStop,
  networkBandwidth,
  networkDown,
  networkLatency,
  networkLimit,
  networkReset,
  networkSlice,
  networkSlowClose,
  networkTimeout,
  postgresConnectionExhaustion,
  processKill,
  processPause,
  tcpConnectionExhaustion,
];
