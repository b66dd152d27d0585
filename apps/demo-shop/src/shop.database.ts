// The shop's data, and its way to it: through the proxy `db`, as a user for whom PostgreSQL keeps no reserved places.
import { Client } from 'pg';
import type { ShopPorts } from './shop.config.ts';

export const SCHEMA = `
  create table if not exists products (id int primary key, name text not null, price_cents int not null);
  create table if not exists cart_items (cart_id int, product_id int references products, primary key (cart_id, product_id));
  create table if not exists orders (id int generated always as identity primary key, cart_id int not null, total_cents int not null);
  create table if not exists charges (id int generated always as identity primary key, amount_cents int not null);
  insert into products values (1, 'Teapot', 2400), (2, 'Cup', 900), (3, 'Kettle', 5600) on conflict do nothing;
  insert into cart_items select cart, product from generate_series(1, 9) cart, generate_series(1, 2) product on conflict do nothing;
  do $$ begin create role shop login; exception when duplicate_object then null; end $$;
  do $$ begin create role muster login; exception when duplicate_object then null; end $$;
  alter role muster nosuperuser;
  grant pg_monitor, pg_signal_backend to muster;
  grant select on all tables in schema public to muster;
  grant select, insert on all tables in schema public to shop;
`;

/** Planted flaw: a connection for every query, without a limit and without a timeout. */
export async function query<Row extends object>(
  { dbProxy }: ShopPorts,
  sql: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = new Client({ connectionString: `postgres://shop@127.0.0.1:${dbProxy}/postgres` });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query<Row>(sql, [...values])).rows;
  } finally {
    void client.end().catch(() => undefined);
  }
}
