// Finds the running containers of a Docker engine. dockerode is loaded with the first driver that is opened.
import { z } from 'zod';
import { type Driver, defineDriver, type Target } from '#core';
import { offering } from '../shared/capability.ts';
import { isSelected, isUntouchable, targetOf } from './container.selection.ts';
import { type DockerConfig, type DockerSelection, config, select } from './docker.config.ts';
import { engineAddress, hostOf, socketOf } from './engine.address.ts';
import type { EngineClient } from './engine.client.ts';
import { ownContainer } from './own.container.ts';

const KIND = 'docker';
const USUAL_SOCKET = '/var/run/docker.sock';
const locator = z.object({ container: z.string().regex(/^[0-9a-f]+$/) });

export const docker = defineDriver<DockerConfig, DockerSelection>({
  kind: KIND,
  title: 'Docker',
  summary:
    'Running containers of a Docker engine, chosen by name, label, Compose project or service, image or network.',
  config,
  select,
  offers: ['container'],
  hosts,
  open,
  example: { project: 'shop', service: 'payments' },
});

async function open(settings: DockerConfig): Promise<Driver> {
  const address = engineAddress(settings);
  const { EngineClient: Client, EngineContainer, WatchSession } = await import('./engine.parts.ts');
  const engine = new Client(address, settings.timeout);
  const socket = settings.engineSocket ?? socketOf(address) ?? USUAL_SOCKET;
  const watch = new WatchSession(engine, { image: settings.helperImage, socket });
  return {
    find: (wanted, signal) => find(engine, select.parse(wanted), signal),
    handle: offering({
      container: (target) => {
        const { container } = locator.parse(target.locator);
        const isReplaced = (signal: AbortSignal) => isThereAnother(engine, target, signal);
        return new EngineContainer(container, target.name, { engine, watch, isReplaced });
      },
    }),
    async close() {
      await watch.close();
      engine.close();
    },
  };
}

async function find(
  engine: EngineClient,
  selection: DockerSelection,
  signal: AbortSignal,
): Promise<readonly Target[]> {
  const own = ownContainer();
  const listed = await engine.call({ what: 'list containers', signal }, (client, abortSignal) =>
    client.listContainers({ abortSignal }),
  );
  return listed
    .filter((container) => isSelected(container, selection) && !isUntouchable(container, own))
    .map((container) => targetOf(KIND, container))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** Of its name, or in its place in its Compose project; Compose gives a new container the name of the old one. */
async function isThereAnother(
  engine: EngineClient,
  { id, name }: Target,
  signal: AbortSignal,
): Promise<boolean> {
  const found = await find(engine, { name }, signal);
  return found.some((other) => other.id !== id);
}

/** A remote engine is a host like any other; one that cannot be told is refused when it is opened. */
function hosts({ host, context, tls }: Partial<DockerConfig>): readonly string[] {
  try {
    return [hostOf(engineAddress({ host, context, tls }))].filter((name) => name !== undefined);
  } catch {
    return [];
  }
}
