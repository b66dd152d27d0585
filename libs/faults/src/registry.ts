// Every kind of fault, sorted: one import and one entry each.

import type { AnyFault } from '#core';
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
