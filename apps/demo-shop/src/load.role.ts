// Made-up buyers: send requests at their rate whether or not the earlier ones are answered, as real buyers do.
import { call } from './http.service.ts';
import type { ShopConfig } from './shop.config.ts';
import { urlOf } from './shop.config.ts';

const MOST_WAITING = 500;
const ROUND = ['cart/1', 'products', 'cart/2', 'cart/3', 'products', 'cart/4', 'buy', 'cart/5'];

export async function runLoad({ ports, loadPerSecond = 0 }: ShopConfig): Promise<void> {
  const startedMs = performance.now();
  let sent = 0;
  let waiting = 0;
  const send = (): void => {
    const path = ROUND[sent % ROUND.length] ?? '';
    const url = `${urlOf(ports.storefront)}/${path}`;
    const answer = path === 'buy' ? call('POST', url, { body: { cart: 1 + (sent % 9) } }) : call('GET', url);
    waiting += 1;
    void answer.catch(() => undefined).then(() => (waiting -= 1));
  };
  setInterval(() => {
    const due = Math.floor(((performance.now() - startedMs) / 1000) * loadPerSecond);
    for (; sent < due; sent += 1) if (waiting < MOST_WAITING) send();
  }, 10);
}
