// Carts and orders. Planted flaws: a database connection for every request, and no timeout on payments.
import { type Answer, call, readJson, serve } from './http.service.ts';
import { type ShopConfig, type ShopPorts, urlOf } from './shop.config.ts';
import { query } from './shop.database.ts';

interface Item {
  readonly name: string;
  readonly priceCents: number;
}

export async function runCheckout({ ports }: ShopConfig): Promise<void> {
  await serve(ports.checkout, {
    'GET /health': () => ({ status: 200, body: { ok: true } }),
    'GET /cart': (id) => readCart(ports, id),
    'POST /orders': async (_rest, request) => placeOrder(ports, String((await readJson(request))['cart'])),
  });
}

async function readCart(ports: ShopPorts, id: string): Promise<Answer> {
  if (!isCart(id)) return noSuchCart;
  const items = await itemsOf(ports, id);
  const quote = await call('GET', `${urlOf(ports.paymentsProxy)}/quote`);
  if (quote.status !== 200) return { status: 502, body: { error: 'no quote' } };
  const { feeCents } = quote.body as { feeCents: number };
  return { status: 200, body: { id: Number(id), items, totalCents: totalOf(items) + feeCents } };
}

async function placeOrder(ports: ShopPorts, id: string): Promise<Answer> {
  if (!isCart(id)) return noSuchCart;
  const amountCents = totalOf(await itemsOf(ports, id));
  const charge = await call('POST', `${urlOf(ports.paymentsProxy)}/charge`, { amountCents });
  if (charge.status !== 201) return { status: 502, body: { error: 'not charged' } };
  const sql = 'insert into orders (cart_id, total_cents) values ($1, $2) returning id';
  const rows = await query(ports, sql, [id, amountCents]);
  return { status: 201, body: rows[0] };
}

const noSuchCart: Answer = { status: 404, body: { error: 'no such cart' } };

function isCart(id: string): boolean {
  return /^\d{1,9}$/.test(id);
}

function itemsOf(ports: ShopPorts, id: string): Promise<Item[]> {
  const sql = `select name, price_cents as "priceCents" from cart_items join products on id = product_id
    where cart_id = $1 order by id`;
  return query<Item>(ports, sql, [id]);
}

function totalOf(items: readonly Item[]): number {
  return items.reduce((sum, { priceCents }) => sum + priceCents, 0);
}
