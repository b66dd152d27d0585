// What `start` says once the shop is up: where it is, and commands that work when pasted into another terminal.
import type { Shop, ShopSettings } from './shop.ts';

/** Wraps nothing: each command is one line. */
export function welcome({ urls, variables }: Shop, { ports, isFixed }: ShopSettings): string {
  const vars = Object.entries(variables).map(([name, value]) => `--var ${name}=${value}`);
  const others = ports === 'free' ? ` ${vars.join(' ')}` : '';
  const outcome = isFixed ? 'passes: checkout has a timeout now' : 'a guard aborts it, and finds a gap';
  return `The shop is up${isFixed ? ', its flaws repaired' : ''}: ${urls.storefront}   (Ctrl-C stops it)

In another terminal:
  npx muster run experiments/slow-payments${others}   # ${outcome}
  npx muster run experiments/killed-checkout${others}   # passes: products are served from memory
  curl ${urls.storefront}/cart/1
`;
}
