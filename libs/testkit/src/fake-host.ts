// A container lab on the fake engine.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { JsonObject } from '#core';
import type { ContainerHost } from './container-host.ts';
import { FakeEngine } from './fake-engine/fake-engine.ts';

const HELPER_IMAGE = 'muster-helper:1';
const OWN_LABEL = 'muster.helper';

export async function openFakeHost(): Promise<ContainerHost & { readonly engine: FakeEngine }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'muster-fake-engine-'));
  const engine = await FakeEngine.start(path.join(folder, 'engine.sock'));
  engine.images.add(HELPER_IMAGE);
  const known = (name: string) => [...engine.containers.values()].find((one) => one.name === name);
  return {
    engine,
    config: { host: `unix://${engine.socket}` },
    async create({ name, labels = {}, autoRemove = false }) {
      engine.start(
        engine.create(name, { Image: 'echo:1', Labels: labels, HostConfig: { AutoRemove: autoRemove } }),
      );
    },
    async putRight(name) {
      const container = known(name);
      if (container?.status === 'paused') container.status = 'running';
      if (container !== undefined && container.status !== 'running') engine.start(container);
    },
    answers: async (name) => known(name)?.status === 'running',
    isThere: async (name) => known(name) !== undefined,
    inspect: async (name) => (known(name)?.inspected() as JsonObject | undefined) ?? null,
    async remove(name) {
      const container = known(name);
      if (container !== undefined) await engine.remove(container);
    },
    helpers: async () =>
      [...engine.containers.values()]
        .filter(({ config }) => OWN_LABEL in (config.Labels ?? {}))
        .map(({ name }) => name),
    async close() {
      await engine.close();
      await rm(folder, { recursive: true });
    },
  };
}
