// The fault proxy: Toxiproxy's HTTP API and toxics, in process.

export { ApiError } from './api/api.error.ts';
export {
  type FaultProxyServer,
  type FaultProxyServerOptions,
  FEATURE_HEADER,
  startFaultProxyServer,
} from './api/api.server.ts';
export { FaultProxy, type ProxyAddresses, type ProxyUpdate } from './proxy/fault-proxy.ts';
export { ProxyCollection, type ProxyRequest } from './proxy/proxy.collection.ts';
export type { ToxicChain, ToxicChange } from './proxy/toxic.chain.ts';
export { toxicDefinitions } from './toxics/toxic.registry.ts';
export type { Direction, Toxic, ToxicDefinition } from './toxics/toxic.ts';
