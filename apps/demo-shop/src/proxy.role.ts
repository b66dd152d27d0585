// The fault proxies between the services, in a process that no experiment of the shop harms.
import { startFaultProxyServer } from '#proxy';
import type { ShopConfig } from './shop.config.ts';

export async function runProxy({ ports }: ShopConfig): Promise<void> {
  const proxy = (name: string, listen: number, upstream: number) => ({
    name,
    listen: `127.0.0.1:${listen}`,
    upstream: `127.0.0.1:${upstream}`,
    enabled: true,
  });
  await startFaultProxyServer({
    host: '127.0.0.1',
    port: ports.proxyApi,
    proxies: [
      proxy('checkout', ports.checkoutProxy, ports.checkout),
      proxy('payments', ports.paymentsProxy, ports.payments),
      proxy('db', ports.dbProxy, ports.postgres),
    ],
  });
}
