// The watch of one driver: one helper container with the engine's socket, started when it is first needed. What the
// engine does at once (pause, stop, disconnect) it also takes back at once: no helper has to be started for each fault.
import { randomUUID } from 'node:crypto';
import { MusterError } from '#core';
import type { EngineClient } from './engine.client.ts';
import { startHelper, stopHelper } from './helper.container.ts';
import type { HelperLines } from './helper.lines.ts';
import { watchScript } from './watch.script.ts';

export interface WatchSettings {
  readonly image: string;
  /** On the engine's machine. */
  readonly socket: string;
}

export interface WatchOrder {
  readonly token: string;
  readonly afterMs: number;
  /** A request of the engine's API, sent with POST. */
  readonly path: string;
  readonly body?: object;
}

/** Nobody holds a fault that long; it ends a watch whose owner vanished without closing its connection. */
const LIMIT_MS = 24 * 3600 * 1000;
const SOCKET_INSIDE = '/run/engine.sock';

export class WatchSession {
  readonly #engine: EngineClient;
  readonly #settings: WatchSettings;
  #started: Promise<Watch | undefined> | undefined;
  /** One question at a time: answers carry no address. */
  #asking: Promise<unknown> = Promise.resolve();

  constructor(engine: EngineClient, settings: WatchSettings) {
    this.#engine = engine;
    this.#settings = settings;
  }

  /** Its name, by which anybody can dismiss it; undefined where there cannot be one. Starts it. */
  async name(signal: AbortSignal): Promise<string | undefined> {
    const watch = await this.#watch(signal);
    return watch?.name;
  }

  async arm({ token, afterMs, path, body }: WatchOrder, signal: AbortSignal): Promise<void> {
    const seconds = Math.ceil(afterMs / 1000);
    const line = `arm ${token} ${seconds} ${path}${body === undefined ? '' : ` ${JSON.stringify(body)}`}`;
    await this.#ask(line, `armed ${token}`, signal);
  }

  /** Of this session's watch the order is taken back; a watch of somebody else is dismissed. */
  async disarm(watch: string, token: string, signal: AbortSignal): Promise<void> {
    const own = await this.#started;
    if (own?.name === watch && !own.lines.ended)
      await this.#ask(`disarm ${token}`, `disarmed ${token}`, signal);
    else await stopHelper(this.#engine, watch, signal);
  }

  /** Lets go of it: it sends what was not taken back, and ends. */
  async close(): Promise<void> {
    const watch = await this.#started;
    watch?.lines.close();
  }

  async #watch(signal: AbortSignal): Promise<Watch | undefined> {
    const watch = await this.#started;
    if (watch !== undefined && !watch.lines.ended) return watch;
    this.#started = this.#start(signal);
    return this.#started;
  }

  async #start(signal: AbortSignal): Promise<Watch | undefined> {
    const name = `muster-watch-${randomUUID().slice(0, 13)}`;
    const { image, socket } = this.#settings;
    const mount = { Type: 'bind', Source: socket, Target: SOCKET_INSIDE } as const;
    try {
      const lines = await startHelper(
        this.#engine,
        {
          name,
          image,
          script: watchScript,
          env: { ENGINE_SOCKET: SOCKET_INSIDE },
          limitMs: LIMIT_MS,
          host: { Mounts: [mount] },
        },
        signal,
      );
      const said = await lines.next(signal);
      if (said === 'ready') return { name, lines };
      lines.close();
    } catch {
      // No image, no such socket there: it cannot be watched, and the plan says so.
    }
    return undefined;
  }

  async #ask(line: string, expected: string, signal: AbortSignal): Promise<void> {
    const watch = await this.#started;
    if (watch === undefined) throw new MusterError('MUS9001', 'the watch was asked before it was started');
    const answered = this.#asking.then(async () => {
      watch.lines.say(line);
      // What came too late for an earlier question is passed over.
      while ((await watch.lines.next(signal)) !== expected);
    });
    this.#asking = answered.catch(() => undefined);
    await answered;
  }
}

interface Watch {
  readonly name: string;
  readonly lines: HelperLines;
}
