// `main.ts start` runs the shop until it is told to stop; `main.ts role <name> <state folder>` is one of its processes;
// `main.ts query <statement>` is for people who follow a runbook.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runCheckout } from './checkout.role.ts';
import { runDatabase } from './database.role.ts';
import { runLoad } from './load.role.ts';
import { askDatabase } from './operator.ts';
import { whenParentIsGone } from './parent.watch.ts';
import { runPayments } from './payments.role.ts';
import { runProxy } from './proxy.role.ts';
import type { RunRole } from './role.ts';
import { CONFIG_VARIABLE, configOfRole, DEFAULT_STATE_DIR } from './shop.config.ts';
import { type ShopSettings, startShop } from './shop.ts';
import { welcome } from './shop.welcome.ts';
import { runStorefront } from './storefront.role.ts';

const ROLES = new Map<string, RunRole>([
  ['database', runDatabase],
  ['proxy', runProxy],
  ['payments', runPayments],
  ['checkout', runCheckout],
  ['storefront', runStorefront],
  ['load', runLoad],
]);
const USAGE = `Usage: npm run shop -- [--fixed] [--ports free|default] [--load <requests>/s] [--state-dir <folder>]
  --fixed      the planted flaws are repaired: experiments that failed pass
  --ports      free: any that are free, so that several shops run at once (each needs a --state-dir)
  --load       made-up buyers, for instance 20/s; default 0/s
  --state-dir  data, pids and logs; default ${DEFAULT_STATE_DIR}
       npm run -s shop -- query "<statement>" [--state-dir <folder>]   asks the shop's database as its superuser
`;

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
  const settings = readSettings(args);
  if (settings === undefined) return;
  const asked = new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => resolve());
    whenParentIsGone(resolve);
  });
  const shop = await startShop(settings);
  process.stdout.write(welcome(shop, settings));
  await asked;
  process.stdout.write('Stopping the shop ... ');
  await shop.stop();
  process.stdout.write('no process is left.\n');
  process.exit(0);
}

function readSettings(args: string[]): ShopSettings | undefined {
  const { values } = parseArgs({
    args,
    options: {
      'state-dir': { type: 'string', default: DEFAULT_STATE_DIR },
      ports: { type: 'string', default: 'default' },
      load: { type: 'string', default: '0/s' },
      fixed: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const { 'state-dir': stateDir, ports, load, fixed: isFixed, help } = values;
  if (help) {
    process.stdout.write(USAGE);
    return undefined;
  }
  const [, loadPerSecond] = /^(\d{1,3})\/s$/.exec(load) ?? [];
  if (ports !== 'default' && ports !== 'free') return refuse(`--ports is free or default, not "${ports}".`);
  if (loadPerSecond === undefined) return refuse(`--load is for instance 20/s, not "${load}".`);
  return { stateDir, ports, loadPerSecond: Number(loadPerSecond), isFixed };
}

async function query(args: string[]): Promise<void> {
  const options = { 'state-dir': { type: 'string', default: DEFAULT_STATE_DIR } } as const;
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [statement, ...others] = positionals;
  if (statement === undefined || others.length > 0) return refuse('Give one statement, in quotes.');
  process.stdout.write(await askDatabase(path.resolve(values['state-dir']), statement));
}

function refuse(problem: string): undefined {
  process.stderr.write(`${problem}\n${USAGE}`);
  process.exitCode = 2;
}

try {
  const [command, ...args] = process.argv.slice(2);
  if (command === undefined || command.startsWith('-')) await start(process.argv.slice(2));
  else if (command === 'start') await start(args);
  else if (command === 'role') await role(args[0]);
  else if (command === 'query') await query(args);
  else refuse('Give start, query or role.');
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
}
