// The whole shop: starts its processes in order, tells where they are, and ends them.
import { connect } from 'node:net';
import path from 'node:path';
import {
  DEFAULT_PORTS,
  freePorts,
  type ShopConfig,
  type ShopPorts,
  takenPorts,
  urlOf,
} from './shop.config.ts';
import { claim, endLeftovers, pidFolder, release } from './shop.leftovers.ts';
import { ShopProcess } from './shop.process.ts';

export interface ShopSettings {
  /** Data, pids and logs; made if absent. */
  readonly stateDir: string;
  readonly ports: 'default' | 'free';
  /** Requests per second of made-up buyers; default none. */
  readonly loadPerSecond?: number;
  /** The planted flaws are repaired; default no. */
  readonly isFixed?: boolean;
}

export interface Shop {
  readonly ports: ShopPorts;
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

/**
 * Returns when every service answers. Ends what an earlier shop of the same folder left.
 * @throws Error with the end of the log of the one that does not; nothing is left running
 */
export async function startShop(settings: ShopSettings): Promise<Shop> {
  const { loadPerSecond = 0, isFixed = false } = settings;
  const folder = path.resolve(settings.stateDir);
  claim(folder);
  await endLeftovers(folder);
  const ports = settings.ports === 'free' ? await freePorts() : DEFAULT_PORTS;
  const taken = await takenPorts(ports);
  if (taken.length > 0) {
    release(folder);
    throw new Error(
      `Other programs have the ports ${taken.join(', ')}.\nNext: stop them, or use others: npm run shop -- --ports free`,
    );
  }
  const config = { stateDir: folder, ports, loadPerSecond, isFixed };
  const { database, load, ...others } = processesOf(config);
  const serving = [database, ...Object.values(others)];
  const stop = async (): Promise<void> => {
    await Promise.all([load, ...Object.values(others)].map((process) => process.stop()));
    await database.stop();
    await endLeftovers(folder);
    release(folder);
  };
  try {
    await Promise.all(serving.map((process) => process.start()));
    if (loadPerSecond > 0) await load.start();
  } catch (error) {
    await stop();
    throw error;
  }
  return { ports, ...addressesOf(config), stop };
}

function processesOf(config: ShopConfig) {
  const { ports } = config;
  const role = (name: string, isReady: () => Promise<boolean>) => new ShopProcess({ name, config, isReady });
  const service = (name: 'payments' | 'checkout' | 'storefront') =>
    role(name, () => isHealthy(`${urlOf(ports[name])}/health`));
  return {
    database: role('database', () => listens(ports.postgres)),
    proxy: role('proxy', () => isHealthy(`${urlOf(ports.proxyApi)}/version`)),
    payments: service('payments'),
    checkout: service('checkout'),
    storefront: service('storefront'),
    load: role('load', async () => true),
  };
}

function addressesOf({
  stateDir,
  ports,
}: {
  readonly stateDir: string;
  readonly ports: ShopPorts;
}): Pick<Shop, 'urls' | 'variables'> {
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
      'pids.dir': pidFolder(stateDir),
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
