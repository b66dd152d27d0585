// Whether all is put back, asked of the shop itself: its proxies, its processes, its database. Not of Muster.
import { readdir, readFile } from 'node:fs/promises';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { Client } from 'pg';
import type { Shop } from '../../apps/demo-shop/src/shop.ts';

export interface ReadBack {
  readonly isClean: boolean;
  readonly lines: readonly string[];
}

export async function readBack({ urls, variables }: Shop): Promise<ReadBack> {
  const parts = await Promise.all([
    proxies(urls.proxy),
    processes(String(variables['pids.dir'])),
    sessions(String(variables['db.url'])),
  ]);
  return { isClean: parts.every(({ isClean }) => isClean), lines: parts.flatMap(({ lines }) => lines) };
}

async function proxies(url: string): Promise<ReadBack> {
  const response = await fetch(`${url}/proxies`);
  const all = Object.values(
    (await response.json()) as Record<string, { enabled: boolean; toxics: unknown[] }>,
  );
  const toxics = all.flatMap((proxy) => proxy.toxics).length;
  const off = all.filter(({ enabled }) => !enabled).length;
  return {
    isClean: toxics + off === 0,
    lines: [`${all.length} proxies: ${toxics} toxics, ${off} switched off`],
  };
}

async function processes(folder: string): Promise<ReadBack> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.pid'));
  const pids = await Promise.all(files.map((file) => readFile(path.join(folder, file), 'utf8')));
  const states = pids.map((pid) =>
    spawnSync('ps', ['-o', 'stat=', '-p', pid.trim()]).stdout.toString().trim(),
  );
  const gone = states.filter((state) => state === '' || state.startsWith('Z')).length;
  const stopped = states.filter((state) => state.startsWith('T')).length;
  const line = `${states.length} processes: ${gone} gone, ${stopped} stopped`;
  return { isClean: gone + stopped === 0, lines: [line] };
}

async function sessions(connectionString: string): Promise<ReadBack> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    const { rows } = await client.query<{ held: number }>(
      "select count(*)::int as held from pg_stat_activity where usename = 'muster' and pid <> pg_backend_pid()",
    );
    const held = rows[0]?.held ?? 0;
    return { isClean: held === 0, lines: [`the database: ${held} sessions held by an experiment`] };
  } finally {
    await client.end();
  }
}
