// A container lab on a real Docker engine of this machine, with images that the lab made. Root: it looks into namespaces.
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import Docker from 'dockerode';
import type { JsonObject } from '#core';
import { isEchoed } from './echo-client.ts';
import type { ContainerHost, TargetWish } from './container-host.ts';
import { until } from './until.ts';

const TARGET_IMAGE = 'muster.lab/busybox:1';
const PORT = 7000;
const OWN_LABEL = 'muster.helper';
const run = promisify(execFile);

export async function openDockerHost(address: string): Promise<ContainerHost> {
  const docker = new Docker({ socketPath: address.replace('unix://', '') });
  const network = await docker.createNetwork({ Name: `muster-test-${randomUUID().slice(0, 8)}` });
  const created = new Set<string>();
  const look = (name: string) =>
    docker
      .getContainer(name)
      .inspect()
      .catch(() => undefined);
  const answers = async (name: string): Promise<boolean> => {
    const seen = await look(name);
    const [endpoint] = Object.values(seen?.NetworkSettings.Networks ?? {});
    return seen?.State.Running === true && endpoint?.IPAddress ? isEchoed(PORT, endpoint.IPAddress) : false;
  };
  const remove = (name: string) =>
    docker
      .getContainer(name)
      .remove({ force: true })
      .catch(() => undefined);
  return {
    config: { host: address },
    async create(wish) {
      created.add(wish.name);
      await startTarget(docker, network.id, wish);
      await until(() => answers(wish.name), `${wish.name} to answer`);
    },
    async putRight(name) {
      const state = (await look(name))?.State;
      if (state?.Paused) await docker.getContainer(name).unpause();
      if (state !== undefined && !state.Running) await docker.getContainer(name).start();
      if (state !== undefined) await until(() => answers(name), `${name} to answer`);
    },
    answers,
    isThere: async (name) => (await look(name)) !== undefined,
    async inspect(name) {
      const seen = await look(name);
      if (seen === undefined) return null;
      const ground = seen.State.Running ? await groundOf(seen.State.Pid).catch(() => ({})) : {};
      return { ...(JSON.parse(JSON.stringify(seen)) as JsonObject), ground };
    },
    remove,
    async helpers() {
      const listed = await docker.listContainers({ all: true, filters: { label: [OWN_LABEL] } });
      return listed.map(({ Names }) => Names[0]?.slice(1) ?? '');
    },
    async close() {
      await Promise.all([...created].map(remove));
      await network.remove();
    },
  };
}

async function startTarget(docker: Docker, network: string, wish: TargetWish): Promise<void> {
  const { name, labels = {}, autoRemove = false } = wish;
  const container = await docker.createContainer({
    name,
    Image: TARGET_IMAGE,
    // The shell is asked to end, and ends; nc alone would not hear it as the first process.
    Cmd: ['sh', '-c', `trap 'exit 0' TERM INT; nc -ll -p ${PORT} -e cat & wait`],
    Labels: labels,
    HostConfig: { NetworkMode: network, AutoRemove: autoRemove },
  });
  await container.start();
}

/** Its network namespace as tools show it. Ports of Docker's own DNS differ with each start. */
async function groundOf(pid: number): Promise<JsonObject> {
  const inside = async (...command: readonly string[]): Promise<string> => {
    const { stdout } = await run('nsenter', ['-t', String(pid), '-n', ...command]);
    return stdout.replaceAll(/127\.0\.0\.11:\d+|sport \d+|counter packets \d+ bytes \d+/g, '');
  };
  const [rules, shaping, routes, addresses] = await Promise.all([
    inside('nft', '--stateless', 'list', 'ruleset'),
    inside('tc', 'qdisc', 'show'),
    inside('ip', 'route'),
    inside('ip', '-brief', 'address'),
  ]);
  return { rules, shaping, routes, addresses };
}
