// Reads the bodies that create, update and populate proxies.
import type { FaultProxy, ProxyUpdate } from '../proxy/fault-proxy.ts';
import type { ProxyRequest } from '../proxy/proxy.collection.ts';
import { apiErrors } from './api.error.ts';
import { decodeList, decodeObject, parseBody } from './json.decoder.ts';

const FIELDS = {
  name: 'string',
  listen: 'string',
  upstream: 'string',
  enabled: 'bool',
  ttlms: 'ttl',
} as const;
const PROXY = { whole: 'toxiproxy.Proxy', prefix: 'Proxy.', fields: FIELDS } as const;
const POPULATED = 'struct { toxiproxy.Proxy; Enabled *bool "json:\\"enabled\\"" }';

/** @throws ApiError 400 */
export function readProxy(body: string): ProxyRequest {
  const { name = '', listen = '', upstream = '', enabled = true } = decodeObject(parseBody(body), PROXY);
  if (name === '') throw apiErrors.missingField('name');
  if (upstream === '') throw apiErrors.missingField('upstream');
  return { name, listen, upstream, enabled };
}

/** What the body leaves out is what the proxy has. @throws ApiError 400 */
export function readProxyUpdate(proxy: FaultProxy, body: string): ProxyUpdate {
  const input = decodeObject(parseBody(body), PROXY);
  return {
    listen: input.listen ?? proxy.listen,
    upstream: input.upstream ?? proxy.upstream,
    enabled: input.enabled ?? proxy.enabled,
    ttlMs: input.ttlms,
  };
}

/** All or nothing: no proxy is created when one of them is invalid. @throws ApiError 400 */
export function readProxies(body: string): ProxyRequest[] {
  const list = decodeList(parseBody(body), `[]${POPULATED}`);
  const inputs = list.map((item) =>
    decodeObject(item, { whole: POPULATED, prefix: '.Proxy.', fields: FIELDS }),
  );
  return inputs.map(({ name = '', listen = '', upstream = '', enabled = true }, index) => {
    if (name === '') throw apiErrors.missingField(`name at proxy ${index + 1}`);
    if (upstream === '') throw apiErrors.missingField(`upstream at proxy ${index + 1}`);
    return { name, listen, upstream, enabled };
  });
}
