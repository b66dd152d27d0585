// The calls that the fake engine answers, with the statuses and words of the real one.
import type { FakeConfig, FakeContainer } from './fake-container.ts';

/** What the calls act on. */
export interface EngineState {
  readonly containers: ReadonlyMap<string, FakeContainer>;
  readonly images: ReadonlySet<string>;
  create(name: string, config: FakeConfig): FakeContainer;
  find(name: string): FakeContainer;
  start(container: FakeContainer): void;
  end(container: FakeContainer, signal: NodeJS.Signals, exitCode: number): Promise<void>;
  remove(container: FakeContainer): Promise<void>;
}

export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

interface Call {
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
  readonly body: unknown;
}

interface Answer {
  readonly status: number;
  readonly json?: unknown;
}

interface Route {
  readonly method: string;
  readonly path: RegExp;
  readonly answer: (engine: EngineState, call: Call) => Answer | Promise<Answer>;
}

type Deed = (engine: EngineState, container: FakeContainer, call: Call) => Promise<void> | void;

const isUp = ({ status }: FakeContainer): boolean => status === 'running' || status === 'paused';

const deeds: Readonly<Record<string, Deed>> = {
  start(engine, container) {
    if (isUp(container)) throw new Refusal(304, '');
    engine.start(container);
  },
  async stop(engine, container) {
    if (!isUp(container)) throw new Refusal(304, '');
    await engine.end(container, 'SIGTERM', 0);
  },
  async kill(engine, container, { query }) {
    if (!isUp(container)) throw new Refusal(409, `Container ${container.id} is not running`);
    await engine.end(container, (query.get('signal') ?? 'SIGKILL') as NodeJS.Signals, 137);
  },
  async restart(engine, container) {
    if (isUp(container)) await engine.end(container, 'SIGTERM', 0);
    engine.start(container);
  },
  pause(_engine, container) {
    if (container.status !== 'running') throw new Refusal(409, `Container ${container.id} is not running`);
    container.status = 'paused';
  },
  unpause(_engine, container) {
    if (container.status !== 'paused') throw new Refusal(409, `Container ${container.id} is not paused`);
    container.status = 'running';
  },
};

export const routes: readonly Route[] = [
  { method: 'GET', path: /^\/_ping$/, answer: () => ({ status: 200, json: 'OK' }) },
  {
    method: 'GET',
    path: /^\/containers\/json$/,
    answer: ({ containers }, { query }) => {
      const listed = [...containers.values()].filter((one) => query.get('all') === 'true' || isUp(one));
      return { status: 200, json: listed.map((one) => one.listed()) };
    },
  },
  {
    method: 'GET',
    path: /^\/containers\/([^/]+)\/json$/,
    answer: (engine, { parts }) => ({ status: 200, json: engine.find(parts[0] ?? '').inspected() }),
  },
  {
    method: 'POST',
    path: /^\/containers\/create$/,
    answer: (engine, { query, body }) => {
      const config = body as FakeConfig;
      if (!engine.images.has(config.Image)) throw new Refusal(404, `No such image: ${config.Image}`);
      return { status: 201, json: { Id: engine.create(query.get('name') ?? '', config).id, Warnings: [] } };
    },
  },
  {
    method: 'POST',
    path: /^\/containers\/([^/]+)\/(start|stop|kill|restart|pause|unpause)$/,
    answer: async (engine, call) => {
      const [name = '', verb = ''] = call.parts;
      await deeds[verb]?.(engine, engine.find(name), call);
      return { status: 204 };
    },
  },
  {
    method: 'DELETE',
    path: /^\/containers\/([^/]+)$/,
    answer: async (engine, { parts }) => {
      await engine.remove(engine.find(parts[0] ?? ''));
      return { status: 204 };
    },
  },
];
