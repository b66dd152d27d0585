// `main.ts start [--state-dir d] [--ports free|default]` runs the shop; `main.ts role <name>` is one of its processes.
import { parseArgs } from 'node:util';
import { runCheckout } from './checkout.role.ts';
import { runDatabase, type Stoppable } from './database.role.ts';
import { runPayments } from './payments.role.ts';
import { runProxy } from './proxy.role.ts';
import { CONFIG_VARIABLE, configOfRole, DEFAULT_STATE_DIR } from './shop.config.ts';
import { startShop } from './shop.ts';
import { runStorefront } from './storefront.role.ts';

const ROLES = new Map<string, (config: ReturnType<typeof configOfRole>) => Promise<Stoppable | void>>([
  ['database', runDatabase],
  ['proxy', runProxy],
  ['payments', runPayments],
  ['checkout', runCheckout],
  ['storefront', runStorefront],
]);
const USAGE = `Usage: start [--state-dir <folder>] [--ports free|default]\n       role <${[...ROLES.keys()].join('|')}>\n`;

async function role(name: string | undefined): Promise<void> {
  const run = ROLES.get(name ?? '');
  if (run === undefined) return refuse(`There is no role "${name ?? ''}".`);
  const running = run(configOfRole(process.env));
  const end = async (): Promise<void> => {
    await (await running)?.stop();
    process.exit(0);
  };
  process.once('SIGTERM', () => void end()).once('SIGINT', () => void end());
  if (process.env[CONFIG_VARIABLE] !== undefined) process.stdin.resume().once('close', () => void end());
  await running;
}

async function start(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      'state-dir': { type: 'string', default: DEFAULT_STATE_DIR },
      ports: { type: 'string', default: 'default' },
    },
  });
  const { 'state-dir': stateDir, ports } = values;
  if (ports !== 'default' && ports !== 'free') return refuse(`--ports is free or default, not "${ports}".`);
  const asked = new Promise((resolve) => process.once('SIGTERM', resolve).once('SIGINT', resolve));
  const shop = await startShop({ stateDir, ports });
  process.stdout.write(`The shop is up: ${shop.urls.storefront}\n`);
  for (const [name, value] of Object.entries(shop.variables)) process.stdout.write(`  ${name}=${value}\n`);
  await asked;
  await shop.stop();
}

function refuse(problem: string): void {
  process.stderr.write(`${problem}\n${USAGE}`);
  process.exitCode = 2;
}

try {
  const [command, ...args] = process.argv.slice(2);
  if (command === 'start') await start(args);
  else if (command === 'role') await role(args[0]);
  else refuse('Give start or role.');
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
}
