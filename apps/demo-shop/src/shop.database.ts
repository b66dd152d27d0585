// The shop's data, and its way to it: through the proxy `db`, as a user for whom PostgreSQL keeps no reserved places.
import { Client, Pool, type QueryResultRow } from 'pg';
import type { ShopConfig } from './shop.config.ts';

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

export type Query = <Row extends QueryResultRow>(sql: string, values?: readonly unknown[]) => Promise<Row[]>;

const POOL = { max: 5, connectionTimeoutMillis: 1000, query_timeout: 1000, idleTimeoutMillis: 0 };
const REFILL_MS = 500;

/** `keeps`: several connections for as long as the role lives, where the flaw is repaired. */
export function openDatabase({ ports, isFixed }: ShopConfig, { keeps }: { readonly keeps: boolean }): Query {
  const connectionString = `postgres://shop@127.0.0.1:${ports.dbProxy}/postgres`;
  return isFixed && keeps ? pooled(connectionString) : oneConnectionEach(connectionString);
}

/** Planted flaw: a connection for every query, without a limit and without a timeout. */
function oneConnectionEach(connectionString: string): Query {
  return async <Row extends QueryResultRow>(sql: string, values: readonly unknown[] = []) => {
    const client = new Client({ connectionString });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return (await client.query<Row>(sql, [...values])).rows;
    } finally {
      void client.end().catch(() => undefined);
    }
  };
}

/** A few connections that are opened ahead and kept: whoever takes the rest of them takes none of these. */
function pooled(connectionString: string): Query {
  const pool = new Pool({ connectionString, ...POOL });
  pool.on('error', () => undefined);
  const fill = async (): Promise<void> => {
    if (pool.totalCount < POOL.max) await openAll(pool);
    setTimeout(() => void fill(), REFILL_MS);
  };
  void fill();
  return async <Row extends QueryResultRow>(sql: string, values: readonly unknown[] = []) =>
    (await pool.query<Row>(sql, [...values])).rows;
}

async function openAll(pool: Pool): Promise<void> {
  const clients = await Promise.allSettled(Array.from({ length: POOL.max }, () => pool.connect()));
  for (const client of clients) if (client.status === 'fulfilled') client.value.release();
}
