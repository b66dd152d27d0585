// Finds the proxies of a Toxiproxy server, or of Muster's own fault proxy, which has the same API and time limits.

import { z } from 'zod';
import { type Driver, defineDriver, MusterError, type Target } from '#core';
import { duration } from '#spec';
import { offering } from '../shared/capability.ts';
import { matchesGlob } from '../shared/glob.ts';
import { ApiClient } from './api.client.ts';
import { proxySchema, readAnswer, ToxiproxyControl } from './proxy.control.ts';

const KIND = 'toxiproxy';

const config = z.strictObject({
  url: z
    .url({ protocol: /^https?$/, error: 'expected an http or https address' })
    .default('http://127.0.0.1:8474')
    .describe("Address of Toxiproxy's HTTP API."),
  timeout: duration({ min: 1, max: 600_000 })
    .default(5000)
    .describe('Longest wait for an answer of the API.'),
});

const select = z.strictObject({
  proxy: z.string().min(1).describe('Name of the proxy; * stands for any characters.'),
});

const locator = z.object({ proxy: z.string() });
const proxies = z.record(z.string(), proxySchema);

export const toxiproxy = defineDriver({
  kind: KIND,
  title: 'Toxiproxy',
  summary: 'Proxies of a Toxiproxy server, in front of the dependencies of a service.',
  config,
  select,
  offers: ['proxy'],
  hosts: ({ url }) => [new URL(url).hostname.replace(/^\[(.*)\]$/, '$1')],
  async open({ url, timeout }): Promise<Driver> {
    const client = new ApiClient(url, timeout);
    return {
      find: (wanted, signal) => find(client, select.parse(wanted).proxy, signal),
      handle: offering({
        proxy: (target) => new ToxiproxyControl(client, locator.parse(target.locator).proxy),
      }),
      close: () => client.close(),
    };
  },
  example: { proxy: 'payments' },
});

async function find(client: ApiClient, pattern: string, signal: AbortSignal): Promise<readonly Target[]> {
  const { status, json } = await client.call({ method: 'GET', path: '/proxies', signal });
  if (status >= 400)
    throw new MusterError('MUS2010', `no Toxiproxy here: it answered ${status} to GET /proxies`);
  return Object.values(readAnswer(proxies, json))
    .filter(({ name }) => matchesGlob(pattern, name))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, listen, upstream }) => ({
      driver: KIND,
      id: name,
      name,
      labels: { listen, upstream },
      locator: { proxy: name },
    }));
}
