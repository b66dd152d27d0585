// Debian's packages that the lab is made of: programs are taken where they are, and installed with apt where they are not.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const INSTALL_TIMEOUT_MS = 300_000;
/** Debian asks it before it starts a service; 101: do not (https://people.debian.org/~hmh/invokerc.d-policyrc.d-specification.txt). */
const SERVICE_POLICY = '/usr/sbin/policy-rc.d';

/** Installs the packages of the programs that are not there; the services that they bring are not started. */
export async function installMissing(
  programs: Readonly<Record<string, string>>,
  say: (line: string) => void,
): Promise<void> {
  const missing = Object.entries(programs).filter(([program]) => !existsSync(program));
  if (missing.length === 0) return;
  const packages = [...new Set(missing.map(([, name]) => name))];
  say(`installing Debian's ${packages.join(', ')} (they stay installed)`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await withoutServices(async () => {
    await run('apt-get', ['update', '-qq'], { env, timeout: INSTALL_TIMEOUT_MS });
    const install = ['install', '-y', '-qq', '--no-install-recommends', ...packages];
    await run('apt-get', install, { env, timeout: INSTALL_TIMEOUT_MS, maxBuffer: 16 * 1024 * 1024 });
  });
}

/** A policy that is there already stays as it is. */
async function withoutServices(work: () => Promise<void>): Promise<void> {
  const ours = !existsSync(SERVICE_POLICY);
  if (ours) await writeFile(SERVICE_POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    await work();
  } finally {
    if (ours) await rm(SERVICE_POLICY, { force: true });
  }
}
