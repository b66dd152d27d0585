// Provides the real Toxiproxy as the peer of comparisons: from the cache, or built with Go if Go is there. Optional.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const MODULE = 'github.com/Shopify/toxiproxy/v2/cmd/server@v2.12.0';
const BUILD_TIMEOUT_MS = 180_000;

/** The path of the executable, or undefined when it is neither cached nor can be built. */
export async function provideToxiproxyServer(): Promise<string | undefined> {
  const folder = join(process.env.MUSTER_CACHE ?? join(homedir(), '.cache', 'muster'), 'bin');
  const path = join(folder, 'toxiproxy-server');
  if (await exists(path)) return path;
  await mkdir(folder, { recursive: true });
  // Built aside and renamed, so that an interrupted build leaves nothing that looks finished.
  const aside = await mkdtemp(join(folder, 'build-'));
  try {
    const env = { ...process.env, GOBIN: aside };
    await promisify(execFile)('go', ['install', MODULE], { env, timeout: BUILD_TIMEOUT_MS });
    await rename(join(aside, 'server'), path);
    return path;
  } catch {
    return undefined;
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
