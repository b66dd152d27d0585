// What `start` says once the shop is up: where it is, and commands that work when pasted into another terminal.
import type { Shop, ShopSettings } from './shop.ts';

/** Each command is one line, however long: shells do not agree on how a variable becomes several words. */
export function welcome({ urls, variables }: Shop, { ports, isFixed }: ShopSettings): string {
  const others = Object.entries(variables).map(([name, value]) => ` --var ${name}=${value}`);
  const where = ports === 'free' ? others.join('') : '';
  const outcome = isFixed
    ? 'It passes: checkout has a timeout on payments now.'
    : 'A guard aborts it, and the report tells the gap.';
  return `The shop is up${isFixed ? ', its flaws repaired' : ''}: ${urls.storefront}   (Ctrl-C stops it)

In another terminal:
  curl ${urls.storefront}/cart/1
  npx muster run experiments/slow-payments${where}

${outcome} There are eight more in experiments/.
`;
}
