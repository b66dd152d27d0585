// The fault proxy: Toxiproxy's HTTP API and toxics, in process.
export {
  FEATURE_HEADER,
  type FaultProxyServer,
  type FaultProxyServerOptions,
  startFaultProxyServer,
} from './api/api.server.ts';
export { ApiError } from './api/api.error.ts';
export { FaultProxy, type ProxyAddresses, type ProxyUpdate } from './proxy/fault-proxy.ts';
export { ProxyCollection, type ProxyRequest } from './proxy/proxy.collection.ts';
export type { ToxicChange, ToxicChain } from './proxy/toxic.chain.ts';
export type { Direction, Toxic, ToxicDefinition } from './toxics/toxic.ts';
export { toxicDefinitions } from './toxics/toxic.registry.ts';
