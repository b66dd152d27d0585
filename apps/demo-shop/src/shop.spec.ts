import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { until } from '#testkit';
import { isAlive } from './is-alive.spec-support.ts';
import { type Shop, startShop } from './shop.ts';
import { DEFAULT_PORTS } from './shop.config.ts';
import { CheckoutAlerts } from './storefront.alerts.ts';

/** On a machine that is busy with other tests. */
const BACK_MS = 60_000;
const ROLES = ['checkout', 'database', 'payments', 'postgres', 'proxy', 'storefront'];

jest.setTimeout(150_000);

describe('startShop', () => {
  let stateDir: string;
  let shop: Shop | undefined;

  beforeEach(async () => {
    stateDir = await mkdtemp(path.join(os.tmpdir(), 'demo-shop-'));
  });

  afterEach(async () => {
    await shop?.stop();
    await rm(stateDir, { recursive: true });
  });

  it('serves carts, brings every killed role back, PostgreSQL too, and leaves no process', async () => {
    shop = await startShop({ stateDir, ports: 'free' });
    const cart = `${shop.urls.storefront}/cart/1`;
    expect(await statusOf(cart)).toBe(200);

    for (const role of ROLES) {
      const killed = await pidOf(role);
      process.kill(killed, 'SIGKILL');
      const isBack = async () => (await pidOf(role)) > 0 && (await pidOf(role)) !== killed;
      await until(
        async () => (await isBack()) && (await statusOf(cart)) === 200,
        `${role} to be back`,
        BACK_MS,
      );
    }

    const running = await names();
    expect(running).toEqual(ROLES);
    const pids = await Promise.all(running.map((name) => pidOf(name)));
    await shop.stop();
    shop = undefined;
    await until(() => !pids.some(isAlive), 'the end of every process');
    expect(await names()).toEqual([]);
  });

  it('refuses ports that others have, naming them', async () => {
    const other = createServer().listen(DEFAULT_PORTS.paymentsProxy, '127.0.0.1');
    // Or a shop of this machine has it, which is as good.
    await once(other, 'listening').catch(() => undefined);
    const starting = startShop({ stateDir, ports: 'default' });
    await expect(starting).rejects.toThrow(
      /^Other programs have the ports .*21182.*\.\nNext: stop them, or use others: npm run shop -- --ports free$/,
    );
    other.close();
    expect(await names()).toEqual([]);
  });

  it('answers 502 for the cart and 200 for the products while checkout is cut off', async () => {
    shop = await startShop({ stateDir, ports: 'free' });
    const { storefront, proxy } = shop.urls;
    await fetch(`${proxy}/proxies/checkout`, { method: 'POST', body: JSON.stringify({ enabled: false }) });
    const statuses = await Promise.all(Array.from({ length: 5 }, () => statusOf(`${storefront}/cart/1`)));
    expect(statuses).toEqual([502, 502, 502, 502, 502]);
    expect(await statusOf(`${storefront}/products`)).toBe(200);
    const alert = await fetch(`${storefront}/alerts?name=CheckoutErrorsHigh`);
    expect(await alert.json()).toMatchObject({ state: 'firing', firing: true, value: 1 });
  });

  it('repaired, serves the cart while payments stands still, and places no order', async () => {
    shop = await startShop({ stateDir, ports: 'free', isFixed: true });
    const { storefront } = shop.urls;
    await until(async () => (await statusOf(`${storefront}/cart/1`)) === 200, 'a first quote', BACK_MS);
    process.kill(await pidOf('payments'), 'SIGSTOP');
    const startedMs = performance.now();
    expect(await statusOf(`${storefront}/cart/1`)).toBe(200);
    expect(performance.now() - startedMs).toBeLessThan(1500);
    const order = await fetch(`${storefront}/buy`, { method: 'POST', body: '{"cart":1}' });
    expect([order.status, await order.json()]).toMatchObject([
      502,
      { error: expect.stringMatching(/1000 ms/) },
    ]);
  });

  async function names(): Promise<string[]> {
    const files = await readdir(path.join(stateDir, 'pids')).catch(() => []);
    return files.map((file) => path.basename(file, '.pid')).sort();
  }

  async function pidOf(name: string): Promise<number> {
    return Number(await readFile(path.join(stateDir, 'pids', `${name}.pid`), 'utf8').catch(() => 'NaN'));
  }
});

describe('CheckoutAlerts', () => {
  it('does not fire on errors of four requests', () => {
    const alerts = new CheckoutAlerts('mean');
    for (const atMs of [1, 2, 3, 4]) alerts.record({ atMs, tookMs: 1, failed: true });
    expect(alerts.alert('CheckoutErrorsHigh', 5)).toMatchObject({ firing: false });
    alerts.record({ atMs: 5, tookMs: 1, failed: true });
    expect(alerts.alert('CheckoutErrorsHigh', 5)).toMatchObject({ firing: true, value: 1, threshold: 0.05 });
  });

  it('hides a slowdown of some seconds in the mean of a minute', () => {
    const alerts = new CheckoutAlerts('mean');
    for (let atMs = 0; atMs < 50_000; atMs += 50) alerts.record({ atMs, tookMs: 10, failed: false });
    for (let atMs = 50_000; atMs < 60_000; atMs += 1000) alerts.record({ atMs, tookMs: 5000, failed: false });
    expect(alerts.alert('CheckoutLatencyHigh', 60_000)).toMatchObject({ state: 'inactive', threshold: 1000 });
  });

  it('shows it in the p99 of two seconds', () => {
    const alerts = new CheckoutAlerts('p99');
    for (let atMs = 0; atMs < 58_000; atMs += 50) alerts.record({ atMs, tookMs: 5000, failed: false });
    for (let atMs = 58_001; atMs < 60_000; atMs += 50) alerts.record({ atMs, tookMs: 10, failed: false });
    expect(alerts.alert('CheckoutLatencyHigh', 60_000)).toMatchObject({ firing: false, value: 10 });
    alerts.record({ atMs: 60_000, tookMs: 700, failed: false });
    expect(alerts.alert('CheckoutLatencyHigh', 60_001)).toMatchObject({ firing: true, value: 700 });
  });
});

async function statusOf(url: string): Promise<number> {
  return fetch(url).then(
    ({ status }) => status,
    () => 0,
  );
}
