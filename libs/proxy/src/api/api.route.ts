// The routes of the HTTP API: what each answers, independent of HTTP's plumbing.

import type { ProxyCollection } from '../proxy/proxy.collection.ts';
import { VERSION } from '../version.ts';
import { ApiError } from './api.error.ts';
import type { ProxyMetrics } from './proxy.metrics.ts';
import { readProxies, readProxy, readProxyUpdate } from './proxy.request.ts';
import { viewProxy, viewToxic, viewToxics } from './proxy.view.ts';
import { createToxic, updateToxic } from './toxic.request.ts';

export interface ApiContext {
  readonly proxies: ProxyCollection;
  readonly metrics: ProxyMetrics;
}

export interface ApiCall extends ApiContext {
  readonly body: string;
  /** Empty where the route has no such segment. */
  readonly proxyName: string;
  readonly toxicName: string;
}

export interface ApiAnswer {
  readonly status: number;
  readonly contentType?: string;
  readonly text: string;
}

export type Handler = (call: ApiCall) => ApiAnswer | Promise<ApiAnswer>;
export type Methods = Readonly<Record<string, Handler>>;

function json(value: unknown, status = 200): ApiAnswer {
  return { status, contentType: 'application/json', text: JSON.stringify(value) };
}

const NO_CONTENT: ApiAnswer = { status: 204, text: '' };

const proxies: Methods = {
  GET: ({ proxies }) => {
    const sorted = proxies.all().toSorted((a, b) => (a.name < b.name ? -1 : 1));
    return json(Object.fromEntries(sorted.map((proxy) => [proxy.name, viewProxy(proxy)])));
  },
  POST: async ({ proxies, body }) => json(viewProxy(await proxies.add(readProxy(body))), 201),
};

const updateProxy: Handler = async ({ proxies, proxyName, body }) => {
  const proxy = proxies.get(proxyName);
  await proxy.update(readProxyUpdate(proxy, body));
  return json(viewProxy(proxy));
};

const proxy: Methods = {
  GET: ({ proxies, proxyName }) => json(viewProxy(proxies.get(proxyName))),
  POST: updateProxy,
  PATCH: updateProxy,
  DELETE: async ({ proxies, proxyName }) => {
    await proxies.remove(proxyName);
    return NO_CONTENT;
  },
};

const toxics: Methods = {
  GET: ({ proxies, proxyName }) => json(viewToxics(proxies.get(proxyName))),
  POST: ({ proxies, proxyName, body }) => {
    const proxy = proxies.get(proxyName);
    return json(viewToxic(proxy, createToxic(proxy, body)));
  },
};

const changeToxic: Handler = ({ proxies, proxyName, toxicName, body }) => {
  const proxy = proxies.get(proxyName);
  return json(viewToxic(proxy, updateToxic(proxy, toxicName, body)));
};

const toxic: Methods = {
  GET: ({ proxies, proxyName, toxicName }) => {
    const proxy = proxies.get(proxyName);
    return json(viewToxic(proxy, proxy.toxics.get(toxicName)));
  },
  POST: changeToxic,
  PATCH: changeToxic,
  DELETE: ({ proxies, proxyName, toxicName }) => {
    const { toxics } = proxies.get(proxyName);
    toxics.remove(toxics.get(toxicName));
    return NO_CONTENT;
  },
};

/** Creates as many as it can; an error is answered together with the proxies that were created before it. */
const populate: Handler = async ({ proxies, body }) => {
  const created: object[] = [];
  // An empty list is null, as Toxiproxy writes it.
  const list = () => (created.length === 0 ? null : created);
  try {
    for (const request of readProxies(body)) created.push(viewProxy(await proxies.addOrReplace(request)));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return json({ error: error.message, status: error.status, proxies: list() }, error.status);
  }
  return json({ proxies: list() }, 201);
};

const fixed: ReadonlyMap<string, Methods> = new Map<string, Methods>([
  ['/proxies', proxies],
  ['/populate', { POST: populate }],
  [
    '/reset',
    {
      POST: async (call) => {
        await call.proxies.reset();
        return NO_CONTENT;
      },
    },
  ],
  [
    '/version',
    {
      GET: () => ({
        status: 200,
        contentType: 'application/json;charset=utf-8',
        text: `{"version": "${VERSION}"}\n`,
      }),
    },
  ],
  [
    '/metrics',
    {
      GET: async ({ metrics }) => ({
        status: 200,
        contentType: metrics.contentType,
        text: await metrics.text(),
      }),
    },
  ],
]);

export interface Route {
  readonly methods: Methods;
  readonly proxyName: string;
  readonly toxicName: string;
}

/** Finds what a (decoded) path means; undefined: no such path. */
export function findRoute(path: string): Route | undefined {
  const methods = fixed.get(path);
  if (methods !== undefined) return { methods, proxyName: '', toxicName: '' };
  const [, root, proxyName, kind, toxicName, ...rest] = path.split('/');
  if (root !== 'proxies' || !proxyName || rest.length > 0) return undefined;
  if (kind === undefined) return { methods: proxy, proxyName, toxicName: '' };
  if (kind !== 'toxics' || toxicName === '') return undefined;
  return toxicName === undefined
    ? { methods: toxics, proxyName, toxicName: '' }
    : { methods: toxic, proxyName, toxicName };
}
