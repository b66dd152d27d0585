// A network address that faults connect to. A URL with a password is given as a reference, which is resolved at the
// moment of use: what is planned and journaled has no password.

import { z } from 'zod';
import {
  type Driver,
  type DriverContext,
  defineDriver,
  type EndpointControl,
  MusterError,
  type Target,
} from '#core';
import { secretRef } from '#spec';
import { offering } from '../shared/capability.ts';

const KIND = 'endpoint';

/** Where a URL names no port. */
const defaultPorts: Readonly<Record<string, number>> = {
  'amqp:': 5672,
  'http:': 80,
  'https:': 443,
  'mongodb:': 27_017,
  'mysql:': 3306,
  'postgres:': 5432,
  'postgresql:': 5432,
  'redis:': 6379,
};

const openUrl = z
  .url({ error: 'expected an address such as postgres://127.0.0.1:5432/shop' })
  .refine((url) => !URL.canParse(url) || new URL(url).password === '', {
    message:
      'a password here would be journaled: put the address into an environment variable, {secret: NAME}',
  });

const select = z.union([
  z.strictObject({
    url: z
      .union([openUrl, secretRef()])
      .describe('The address with scheme: itself, or where it is kept: {secret: NAME}, {secretFile: path}.'),
  }),
  z.strictObject({
    host: z.string().min(1).describe('Name or address of the host.'),
    port: z.int().min(1).max(65_535).describe('Port to connect to.'),
  }),
]);
type Select = z.infer<typeof select>;

const locatorSchema = z.object({
  host: z.string(),
  port: z.int(),
  url: z.union([z.string(), secretRef()]).optional(),
});

export const endpoint = defineDriver({
  kind: KIND,
  title: 'Endpoint',
  summary: 'A network address, with credentials if need be.',
  config: z.strictObject({}).describe('Takes no settings.'),
  select,
  offers: ['endpoint'],
  hosts: (_config, wanted) => {
    if ('host' in wanted) return [wanted.host];
    return typeof wanted.url === 'string' ? [addressOf(wanted.url).host] : [];
  },
  async open(_config, context): Promise<Driver> {
    return {
      find: async (wanted) => [await targetOf(select.parse(wanted), context)],
      handle: offering({ endpoint: (target) => controlOf(target, context) }),
      close: async () => undefined,
    };
  },
  example: { url: { secret: 'SHOP_DATABASE_URL' } },
});

async function targetOf(wanted: Select, { secrets }: DriverContext): Promise<Target> {
  const { host, port } =
    'host' in wanted
      ? wanted
      : addressOf(typeof wanted.url === 'string' ? wanted.url : await secrets.resolve(wanted.url));
  const id = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const url = 'url' in wanted ? { url: wanted.url } : {};
  return {
    driver: KIND,
    id,
    name: id,
    labels: { host, port: String(port) },
    locator: { host, port, ...url },
  };
}

function controlOf(target: Target, { secrets }: DriverContext): EndpointControl {
  const { host, port, url = `tcp://${target.id}` } = locatorSchema.parse(target.locator);
  return { host, port, url: async () => (typeof url === 'string' ? url : secrets.resolve(url)) };
}

/** No message repeats the URL. @throws MusterError MUS2010 */
function addressOf(text: string): { readonly host: string; readonly port: number } {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const port = Number(url?.port || defaultPorts[url?.protocol ?? '']);
  const host = url?.hostname.replace(/^\[(.*)\]$/, '$1') ?? '';
  if (host === '') throw new MusterError('MUS2010', 'the endpoint is no URL with a host');
  if (!Number.isInteger(port)) throw new MusterError('MUS2010', `the URL of host ${host} has no port`);
  return { host, port };
}
