// `main.ts start` runs the shop until it is told to stop; `main.ts role <name> <state folder>` is one of its processes.
import { parseArgs } from 'node:util';
import { runCheckout } from './checkout.role.ts';
import { runDatabase } from './database.role.ts';
import { runLoad } from './load.role.ts';
import { runPayments } from './payments.role.ts';
import { runProxy } from './proxy.role.ts';
import type { RunRole } from './role.ts';
import { CONFIG_VARIABLE, configOfRole, DEFAULT_STATE_DIR } from './shop.config.ts';
import { startShop } from './shop.ts';
import { runStorefront } from './storefront.role.ts';

const ROLES = new Map<string, RunRole>([
  ['database', runDatabase],
  ['proxy', runProxy],
  ['payments', runPayments],
  ['checkout', runCheckout],
  ['storefront', runStorefront],
  ['load', runLoad],
]);
const USAGE = `Usage: start [--state-dir <folder>] [--ports free|default] [--load <requests>/s]\n       role <${[...ROLES.keys()].join('|')}>\n`;

async function role(name: string | undefined): Promise<void> {
  const run = ROLES.get(name ?? '');
  if (run === undefined) return refuse(`There is no role "${name ?? ''}".`);
  const running = run(configOfRole(process.env));
  const end = async (isOrphaned: boolean): Promise<void> => {
    const { stop, orphaned } = (await running) ?? {};
    await (isOrphaned ? (orphaned ?? stop) : stop)?.();
    process.exit(0);
  };
  process.once('SIGTERM', () => void end(false)).once('SIGINT', () => void end(false));
  if (process.env[CONFIG_VARIABLE] !== undefined) process.stdin.resume().once('close', () => void end(true));
  await running;
}

async function start(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      'state-dir': { type: 'string', default: DEFAULT_STATE_DIR },
      ports: { type: 'string', default: 'default' },
      load: { type: 'string', default: '0/s' },
    },
  });
  const { 'state-dir': stateDir, ports, load } = values;
  const [, loadPerSecond] = /^(\d{1,3})\/s$/.exec(load) ?? [];
  if (ports !== 'default' && ports !== 'free') return refuse(`--ports is free or default, not "${ports}".`);
  if (loadPerSecond === undefined) return refuse(`--load is for instance 20/s, not "${load}".`);
  const asked = new Promise((resolve) => process.once('SIGTERM', resolve).once('SIGINT', resolve));
  const shop = await startShop({ stateDir, ports, loadPerSecond: Number(loadPerSecond) });
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
