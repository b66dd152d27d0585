// One container: what its engine can do to it and take back. Where there is a watch, it is told first how to take it back.
import { z } from 'zod';
import type { ContainerControl, ContainerDeed, ContainerRepair, ContainerState, DeadMan, Order } from '#core';
import type Docker from 'dockerode';
import { type EngineClient, statusOf, unless } from './engine.client.ts';
import type { WatchSession } from './watch.session.ts';

const stateSchema = z.object({
  State: z.object({
    Status: z.enum(['created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead']),
    StartedAt: z.string(),
  }),
  HostConfig: z.object({ AutoRemove: z.boolean().default(false) }),
});

export interface ContainerParts {
  readonly engine: EngineClient;
  readonly watch: WatchSession;
  readonly isReplaced: (signal: AbortSignal) => Promise<boolean>;
}

export class EngineContainer implements ContainerControl {
  readonly #id: string;
  readonly #name: string;
  readonly #parts: ContainerParts;

  constructor(id: string, name: string, parts: ContainerParts) {
    this.#id = id;
    this.#name = name;
    this.#parts = parts;
  }

  watch(signal: AbortSignal): Promise<string | undefined> {
    return this.#parts.watch.name(signal);
  }

  async state(signal: AbortSignal): Promise<ContainerState> {
    try {
      const inspected = await this.#call('inspect', { signal }, (container, abortSignal) =>
        container.inspect({ abortSignal }),
      );
      const { State, HostConfig } = stateSchema.parse(inspected);
      const { Status: status, StartedAt: startedAt } = State;
      return { status, startedAt, removedWhenStopped: HostConfig.AutoRemove };
    } catch (error) {
      if (statusOf(error) !== 404) throw error;
      return { status: 'absent', startedAt: '', removedWhenStopped: false };
    }
  }

  isReplaced(signal: AbortSignal): Promise<boolean> {
    return this.#parts.isReplaced(signal);
  }

  async harm(
    deed: ContainerDeed,
    deadMan: DeadMan<ContainerRepair> | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    if (deadMan !== undefined) {
      const { token, afterMs, repair } = deadMan;
      const path = `/containers/${this.#id}/${repair}`;
      await this.#parts.watch.arm({ token, afterMs, path }, signal);
    }
    const extraMs = 'graceMs' in deed ? deed.graceMs : 0;
    await this.#call(deed.do, { signal, extraMs }, (container, abortSignal) =>
      perform(container, deed, abortSignal),
    );
  }

  async repair(how: ContainerRepair, signal: AbortSignal): Promise<void> {
    const repaired = this.#call(how, { signal }, (container, abortSignal) =>
      how === 'start' ? container.start({ abortSignal }) : container.unpause({ abortSignal }),
    );
    await unless([304], repaired);
  }

  async dismiss({ watch, token }: Order, signal: AbortSignal): Promise<void> {
    if (watch !== null) await this.#parts.watch.disarm(watch, token, signal);
  }

  #call<Answer>(
    verb: string,
    { signal, extraMs = 0 }: { signal: AbortSignal; extraMs?: number },
    send: (container: Docker.Container, abortSignal: AbortSignal) => Promise<Answer>,
  ): Promise<Answer> {
    const what = `${verb} container ${this.#name}`;
    return this.#parts.engine.call({ what, signal, extraMs }, (docker, abortSignal) =>
      send(docker.getContainer(this.#id), abortSignal),
    );
  }
}

/** The engine counts its grace time in whole seconds. */
function perform(
  container: Docker.Container,
  deed: ContainerDeed,
  abortSignal: AbortSignal,
): Promise<unknown> {
  switch (deed.do) {
    case 'kill':
      return container.kill({ signal: deed.signal, abortSignal });
    case 'stop':
      return unless([304], container.stop({ t: Math.ceil(deed.graceMs / 1000), abortSignal }));
    case 'restart':
      return container.restart({ t: Math.ceil(deed.graceMs / 1000), abortSignal });
    case 'pause':
      return container.pause({ abortSignal });
    case 'remove':
      return container.remove({ force: true, abortSignal });
  }
}
