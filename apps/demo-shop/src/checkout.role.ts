// Carts and orders.
import { type Answer, readJson, serve } from './http.service.ts';
import { connectPayments, type Payments } from './checkout.payments.ts';
import type { ShopConfig } from './shop.config.ts';
import { openDatabase, type Query } from './shop.database.ts';

interface Item {
  readonly name: string;
  readonly priceCents: number;
}

interface Needs {
  readonly query: Query;
  readonly payments: Payments;
}

export async function runCheckout(config: ShopConfig): Promise<void> {
  const needs = { query: openDatabase(config, { keeps: true }), payments: connectPayments(config) };
  await serve(config.ports.checkout, {
    'GET /health': () => ({ status: 200, body: { ok: true } }),
    'GET /cart': (id) => readCart(needs, id),
    'POST /orders': async (_rest, request) => placeOrder(needs, String((await readJson(request))['cart'])),
  });
}

async function readCart({ query, payments }: Needs, id: string): Promise<Answer> {
  if (!isCart(id)) return noSuchCart;
  const items = await itemsOf(query, id);
  const feeCents = await payments.quote();
  return { status: 200, body: { id: Number(id), items, totalCents: totalOf(items) + feeCents } };
}

async function placeOrder({ query, payments }: Needs, id: string): Promise<Answer> {
  if (!isCart(id)) return noSuchCart;
  const amountCents = totalOf(await itemsOf(query, id));
  await payments.charge(amountCents);
  const sql = 'insert into orders (cart_id, total_cents) values ($1, $2) returning id';
  const rows = await query(sql, [id, amountCents]);
  return { status: 201, body: rows[0] };
}

const noSuchCart: Answer = { status: 404, body: { error: 'no such cart' } };

function isCart(id: string): boolean {
  return /^\d{1,9}$/.test(id);
}

function itemsOf(query: Query, id: string): Promise<Item[]> {
  const sql = `select name, price_cents as "priceCents" from cart_items join products on id = product_id
    where cart_id = $1 order by id`;
  return query<Item & Record<string, unknown>>(sql, [id]);
}

function totalOf(items: readonly Item[]): number {
  return items.reduce((sum, { priceCents }) => sum + priceCents, 0);
}
