// Where everything listens and lies: decided once by `start`, handed to every role through its environment.
import { once } from 'node:events';
import { randomInt } from 'node:crypto';
import { type AddressInfo, createServer, type Server } from 'node:net';
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
  /** Requests per second of made-up buyers; none by default. */
  readonly loadPerSecond?: number;
  /** The planted flaws are repaired. */
  readonly isFixed?: boolean;
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

// Below the ports that systems give to outgoing connections, one of which would take the port of a role while it is down.
const FREE_PORTS = { from: 12_000, to: 31_000 };

/** All are held at once while they are chosen, so that no two are the same. */
export async function freePorts(): Promise<ShopPorts> {
  const held: Server[] = [];
  const ports: Partial<Record<keyof ShopPorts, number>> = {};
  for (const name of Object.keys(DEFAULT_PORTS) as (keyof ShopPorts)[]) {
    let server: Server | undefined;
    while (server === undefined) server = await hold(randomInt(FREE_PORTS.from, FREE_PORTS.to));
    held.push(server);
    ports[name] = (server.address() as AddressInfo).port;
  }
  await Promise.all(held.map((server) => once(server.close(), 'close')));
  return ports as ShopPorts;
}

/** The ports that somebody else has. */
export async function takenPorts(ports: ShopPorts): Promise<number[]> {
  const taken: number[] = [];
  for (const port of Object.values(ports) as number[]) {
    const server = await hold(port);
    if (server === undefined) taken.push(port);
    else await once(server.close(), 'close');
  }
  return taken;
}

/** undefined: somebody has it. */
async function hold(port: number): Promise<Server | undefined> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
    return server;
  } catch {
    return undefined;
  }
}

export function configOfRole(environment: NodeJS.ProcessEnv): ShopConfig {
  const given = environment[CONFIG_VARIABLE];
  if (given !== undefined) return JSON.parse(given) as ShopConfig;
  return { stateDir: path.resolve(DEFAULT_STATE_DIR), ports: DEFAULT_PORTS };
}

export function urlOf(port: number): string {
  return `http://127.0.0.1:${port}`;
}
