// The whole shop: starts its processes in order, tells where they are, and ends them.
import { connect } from 'node:net';
import path from 'node:path';
import { DEFAULT_PORTS, freePorts, type ShopConfig, type ShopPorts, urlOf } from './shop.config.ts';
import { ShopProcess } from './shop.process.ts';

export interface ShopSettings {
  /** Data, pids and logs; made if absent. */
  readonly stateDir: string;
  readonly ports: 'default' | 'free';
}

export interface Shop {
  readonly urls: {
    readonly storefront: string;
    readonly checkout: string;
    readonly payments: string;
    readonly proxy: string;
  };
  /** What the experiments' environment calls the same things. */
  readonly variables: Readonly<Record<string, string | number>>;
  stop(): Promise<void>;
}

/** Returns when every service answers. @throws Error with the end of the log of the one that does not; nothing is left running */
export async function startShop({ stateDir, ports: choice }: ShopSettings): Promise<Shop> {
  const ports = choice === 'free' ? await freePorts() : DEFAULT_PORTS;
  const config = { stateDir: path.resolve(stateDir), ports };
  const { database, proxy, payments, checkout, storefront } = processesOf(config);
  const stop = async (): Promise<void> => {
    await Promise.all([storefront, checkout, payments, proxy].map((process) => process.stop()));
    await database.stop();
  };
  try {
    await Promise.all([
      database.start(),
      proxy.start(),
      payments.start(),
      checkout.start(),
      storefront.start(),
    ]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { ...addressesOf(config), stop };
}

function processesOf(config: ShopConfig) {
  const { ports } = config;
  const service = (name: 'payments' | 'checkout' | 'storefront') =>
    new ShopProcess({
      name,
      config,
      restarts: true,
      isReady: () => isHealthy(`${urlOf(ports[name])}/health`),
    });
  return {
    database: new ShopProcess({
      name: 'database',
      config,
      restarts: false,
      isReady: () => listens(ports.postgres),
    }),
    proxy: new ShopProcess({
      name: 'proxy',
      config,
      restarts: false,
      isReady: () => isHealthy(`${urlOf(ports.proxyApi)}/version`),
    }),
    payments: service('payments'),
    checkout: service('checkout'),
    storefront: service('storefront'),
  };
}

function addressesOf({
  stateDir,
  ports,
}: {
  readonly stateDir: string;
  readonly ports: ShopPorts;
}): Omit<Shop, 'stop'> {
  const urls = {
    storefront: urlOf(ports.storefront),
    checkout: urlOf(ports.checkout),
    payments: urlOf(ports.payments),
    proxy: urlOf(ports.proxyApi),
  };
  return {
    urls,
    variables: {
      'shop.url': urls.storefront,
      'checkout.url': urls.checkout,
      'payments.url': urls.payments,
      'proxy.url': urls.proxy,
      'db.url': `postgres://muster@127.0.0.1:${ports.postgres}/postgres`,
      'pids.dir': path.join(stateDir, 'pids'),
    },
  };
}

function isHealthy(url: string): Promise<boolean> {
  return fetch(url, { headers: { connection: 'close' }, signal: AbortSignal.timeout(1000) }).then(
    ({ ok }) => ok,
    () => false,
  );
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const end = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => end(true)).once('error', () => end(false));
  });
}
