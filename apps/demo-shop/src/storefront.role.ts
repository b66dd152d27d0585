// What buyers see. Products are in memory, so they are shown whatever happens behind; carts and orders need checkout.
import { setTimeout as delay } from 'node:timers/promises';
import { type Answer, call, readJson, serve, UnreachableService } from './http.service.ts';
import { type ShopConfig, urlOf } from './shop.config.ts';
import { openDatabase, type Query } from './shop.database.ts';
import { CheckoutAlerts } from './storefront.alerts.ts';

interface Product {
  readonly id: number;
  readonly name: string;
  readonly priceCents: number;
}

const RETRY_MS = 200;
const CHECKOUT_MS = 2000;

export async function runStorefront(config: ShopConfig): Promise<void> {
  const { ports, isFixed } = config;
  const products = await loadProducts(openDatabase(config, { keeps: false }));
  const alerts = new CheckoutAlerts(isFixed ? 'p99' : 'mean');
  const checkout = urlOf(ports.checkoutProxy);
  // Planted flaw: no timeout on checkout.
  const within = isFixed ? { timeoutMs: CHECKOUT_MS } : {};
  await serve(ports.storefront, {
    'GET /': () => ({ status: 200, body: pageOf(products), type: 'text/html; charset=utf-8' }),
    'GET /health': () => ({ status: 200, body: { ok: true } }),
    'GET /products': () => ({ status: 200, body: products }),
    'GET /cart': (id) => recorded(alerts, () => call('GET', `${checkout}/cart/${id}`, within)),
    'POST /buy': async (_rest, request) => {
      const body = await readJson(request);
      return recorded(alerts, () => call('POST', `${checkout}/orders`, { body, ...within }));
    },
    'GET /alerts': (_rest, request) => {
      const name = new URL(request.url ?? '/', checkout).searchParams.get('name') ?? '';
      const alert = alerts.alert(name, performance.now());
      return alert === undefined
        ? { status: 404, body: { error: 'no such alert' } }
        : { status: 200, body: alert };
    },
  });
}

async function loadProducts(query: Query): Promise<Product[]> {
  for (;;) {
    try {
      const sql = 'select id, name, price_cents as "priceCents" from products order by id';
      return await query<Product & Record<string, unknown>>(sql);
    } catch (error) {
      process.stdout.write(`no products yet: ${(error as Error).message}\n`);
      await delay(RETRY_MS);
    }
  }
}

async function recorded(alerts: CheckoutAlerts, ask: () => Promise<Answer>): Promise<Answer> {
  const startedMs = performance.now();
  const answer = await ask().catch((error: unknown): Answer => {
    if (!(error instanceof UnreachableService)) throw error;
    return { status: 502, body: { error: 'checkout is not available' } };
  });
  const atMs = performance.now();
  alerts.record({ atMs, tookMs: atMs - startedMs, failed: answer.status >= 500 });
  return answer;
}

function pageOf(products: readonly Product[]): string {
  const rows = products.map(({ name, priceCents }) => `<li>${name}: ${(priceCents / 100).toFixed(2)} €</li>`);
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Demo shop</title>
<h1>Demo shop</h1><ul>${rows.join('')}</ul><p><a href="/cart/1">Cart 1</a></p></html>\n`;
}
