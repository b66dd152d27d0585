import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Shop, startShop } from './shop.ts';
import { CheckoutAlerts } from './storefront.alerts.ts';

const BACK_MS = 10_000;
const ROLES = ['checkout', 'database', 'payments', 'postgres', 'proxy', 'storefront'];

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

  it('serves carts, brings a killed checkout back, and leaves no process', async () => {
    shop = await startShop({ stateDir, ports: 'free' });
    const cart = `${shop.urls.storefront}/cart/1`;
    expect(await statusOf(cart)).toBe(200);

    const killed = await pidOf('checkout');
    process.kill(killed, 'SIGKILL');
    await until(async () => (await statusOf(cart)) === 200 && (await pidOf('checkout')) !== killed);

    const running = await names();
    expect(running).toEqual(ROLES);
    const pids = await Promise.all(running.map((name) => pidOf(name)));
    await shop.stop();
    shop = undefined;
    await until(async () => !pids.some(isAlive));
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
    const alerts = new CheckoutAlerts();
    for (const atMs of [1, 2, 3, 4]) alerts.record({ atMs, tookMs: 1, failed: true });
    expect(alerts.alert('CheckoutErrorsHigh', 5)).toMatchObject({ firing: false });
    alerts.record({ atMs: 5, tookMs: 1, failed: true });
    expect(alerts.alert('CheckoutErrorsHigh', 5)).toMatchObject({ firing: true, value: 1, threshold: 0.05 });
  });

  it('hides a slowdown of some seconds in the mean of a minute', () => {
    const alerts = new CheckoutAlerts();
    for (let atMs = 0; atMs < 50_000; atMs += 50) alerts.record({ atMs, tookMs: 10, failed: false });
    for (let atMs = 50_000; atMs < 60_000; atMs += 1000) alerts.record({ atMs, tookMs: 5000, failed: false });
    expect(alerts.alert('CheckoutLatencyHigh', 60_000)).toMatchObject({ state: 'inactive', threshold: 1000 });
  });
});

async function statusOf(url: string): Promise<number> {
  return (await fetch(url)).status;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + BACK_MS;
  while (!(await isTrue())) {
    if (performance.now() > deadline) throw new Error(`not within ${BACK_MS} ms`);
  }
}
