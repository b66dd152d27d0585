// Quotes a fee and takes money.
import { readJson, serve } from './http.service.ts';
import type { ShopConfig } from './shop.config.ts';
import { openDatabase } from './shop.database.ts';

export async function runPayments(config: ShopConfig): Promise<void> {
  const query = openDatabase(config, { keeps: true });
  await serve(config.ports.payments, {
    'GET /health': () => ({ status: 200, body: { ok: true } }),
    'GET /quote': () => ({ status: 200, body: { feeCents: 120 } }),
    'POST /charge': async (_rest, request) => {
      const { amountCents } = await readJson(request);
      const rows = await query('insert into charges (amount_cents) values ($1) returning id', [amountCents]);
      return { status: 201, body: rows[0] };
    },
  });
}
