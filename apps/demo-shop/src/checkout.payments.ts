// Checkout's calls to payments. Planted flaw: they wait for ever. Fixed: they have a timeout, and a quote that does not
// come in time is the last one that did.
import { call, UnreachableService } from './http.service.ts';
import { type ShopConfig, urlOf } from './shop.config.ts';

export interface Payments {
  /** The fee in cents. @throws UnreachableService */
  readonly quote: () => Promise<number>;
  /** @throws UnreachableService */
  readonly charge: (amountCents: number) => Promise<void>;
}

const QUOTE_MS = 150;
const CHARGE_MS = 1000;

export function connectPayments({ ports, isFixed }: ShopConfig): Payments {
  const url = urlOf(ports.paymentsProxy);
  const within = (timeoutMs: number): { timeoutMs?: number } => (isFixed ? { timeoutMs } : {});
  const ask = async (): Promise<number> => {
    const { status, body } = await call('GET', `${url}/quote`, within(QUOTE_MS));
    if (status !== 200) throw new UnreachableService(`no quote: payments answered ${status}`);
    return (body as { feeCents: number }).feeCents;
  };
  return {
    quote: isFixed ? orTheLast(ask) : ask,
    async charge(amountCents) {
      const { status } = await call('POST', `${url}/charge`, { body: { amountCents }, ...within(CHARGE_MS) });
      if (status !== 201) throw new UnreachableService(`not charged: payments answered ${status}`);
    },
  };
}

function orTheLast(ask: () => Promise<number>): () => Promise<number> {
  let last: number | undefined;
  return async () => {
    try {
      return (last = await ask());
    } catch (error) {
      if (last === undefined) throw error;
      return last;
    }
  };
}
