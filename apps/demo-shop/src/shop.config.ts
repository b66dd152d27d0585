// Where everything listens and lies: decided once by `start`, handed to every role through its environment.
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';

export interface ShopPorts {
  readonly storefront: number;
  readonly checkout: number;
  readonly payments: number;
  readonly checkoutProxy: number;
  readonly paymentsProxy: number;
  readonly dbProxy: number;
  readonly postgres: number;
  readonly proxyApi: number;
}

export interface ShopConfig {
  readonly stateDir: string;
  readonly ports: ShopPorts;
}

/** The variable through which a role that `start` has started gets its configuration. */
export const CONFIG_VARIABLE = 'DEMO_SHOP_CONFIG';
export const DEFAULT_STATE_DIR = path.join('.muster', 'demo-shop');
export const DEFAULT_PORTS: ShopPorts = {
  storefront: 21080,
  checkout: 21081,
  payments: 21082,
  checkoutProxy: 21181,
  paymentsProxy: 21182,
  dbProxy: 21432,
  postgres: 21433,
  proxyApi: 21474,
};

/** All are held at once while they are chosen, so that no two are the same. */
export async function freePorts(): Promise<ShopPorts> {
  const names = Object.keys(DEFAULT_PORTS) as (keyof ShopPorts)[];
  const servers = names.map(() => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return Object.fromEntries(names.map((name, index) => [name, ports[index]])) as unknown as ShopPorts;
}

export function configOfRole(environment: NodeJS.ProcessEnv): ShopConfig {
  const given = environment[CONFIG_VARIABLE];
  if (given !== undefined) return JSON.parse(given) as ShopConfig;
  return { stateDir: path.resolve(DEFAULT_STATE_DIR), ports: DEFAULT_PORTS };
}

export function urlOf(port: number): string {
  return `http://127.0.0.1:${port}`;
}
