// A container lab: a target that echoes, on the fake engine or on a real one.
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { drivers } from '#targets';
import { type ContainerHost, labDocker, without } from './container-host.ts';
import { openDockerHost } from './docker-host.ts';
import { openFakeHost } from './fake-host.ts';
import type { FaultLab } from './fault-lab.ts';
import { until } from './until.ts';

export interface ContainerLabOptions {
  /** It is created again, a moment after it was removed: as by Compose, or another one who runs it. */
  readonly isRunBySomebody?: boolean;
}

/** What is new with each start of a container. */
const WITH_EACH_START = [
  ...['Pid', 'StartedAt', 'FinishedAt', 'ExitCode', 'SandboxID', 'SandboxKey', 'EndpointID'],
  ...['addresses'],
];
const WITH_EACH_CONTAINER = [
  ...['Id', 'Created', 'Hostname', 'HostnamePath', 'HostsPath', 'ResolvConfPath', 'LogPath', 'Data'],
  ...['Aliases', 'IPAddress', 'MacAddress', 'routes', 'DNSNames'],
];
/** Longer than a busy machine needs for a look at what is gone. */
const RESPAWN_MS = 2500;
const GONE_ID = 'f'.repeat(64);

export const openContainerHost = (): Promise<ContainerHost> =>
  labDocker === undefined ? openFakeHost() : openDockerHost(labDocker);

export async function openContainerLab({
  isRunBySomebody = false,
}: ContainerLabOptions = {}): Promise<FaultLab> {
  const host = await openContainerHost();
  const name = `muster-target-${randomUUID().slice(0, 8)}`;
  const stateDir = await mkdtemp(path.join(tmpdir(), 'muster-container-lab-'));
  const volatile = isRunBySomebody ? [...WITH_EACH_START, ...WITH_EACH_CONTAINER] : WITH_EACH_START;
  await host.create({ name });
  const runner = isRunBySomebody ? keepThere(host, name) : undefined;
  const startOf = async () => (await host.inspect(name))?.['State'];
  let started = await startOf();
  return {
    driver: drivers.get('docker')!,
    living: { config: host.config, select: { name } },
    dead: {
      config: host.config,
      select: {},
      target: { driver: 'docker', id: GONE_ID, name: 'gone', labels: {}, locator: { container: GONE_ID } },
    },
    secrets: {},
    stateDir,
    snapshot: async () => without(volatile, await host.inspect(name)),
    isHarmed: async () => !(await host.answers(name)),
    wasHarmed: async () => JSON.stringify(await startOf()) !== JSON.stringify(started),
    async restore() {
      await until(() => host.isThere(name), `container ${name} to be there`);
      await host.putRight(name);
      started = await startOf();
    },
    async close() {
      await runner?.end();
      await host.remove(name);
      await until(async () => (await host.helpers()).length === 0, 'the helper containers to be gone');
      await host.close();
      await rm(stateDir, { recursive: true });
    },
  };
}

function keepThere(host: ContainerHost, name: string): { end(): Promise<void> } {
  let isOver = false;
  const kept = (async () => {
    while (!isOver) {
      await delay(20);
      if (isOver || (await host.isThere(name))) continue;
      await delay(RESPAWN_MS);
      await host.create({ name });
    }
  })();
  return {
    async end() {
      isOver = true;
      await kept;
    },
  };
}
