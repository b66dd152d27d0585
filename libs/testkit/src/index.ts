// What tests share: contract suites and labs with real targets.
export type { ContainerHost } from './container-host.ts';
export { openContainerHost, openContainerLab } from './container-lab.ts';
export { describeFaultContract } from './fault-contract.ts';
export type { FaultContract, FaultLab, TargetChoice } from './fault-lab.ts';
export { openPostgresLab } from './postgres-lab.ts';
export { openProcessLab } from './process-lab.ts';
export { type Exchange, openProxyLab, PAYLOAD_BYTES } from './proxy-lab.ts';
export { type ProxyServer, startProxyServer, startToxiproxy, toxiproxyBinary } from './proxy-server.ts';
export { openTcpLab } from './tcp-lab.ts';
export { testHelpers } from './helper-processes.ts';
export { until } from './until.ts';
