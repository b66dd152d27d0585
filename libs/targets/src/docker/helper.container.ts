// A helper container: a shell script beside a target, told what to do line by line over its standard input. The attached
// connection is its lifeline: when its owner is gone, however it died, the engine closes the input and the script puts
// everything back. `timeout` ends it besides, and the engine removes what has ended.
import type { Duplex } from 'node:stream';
import type Docker from 'dockerode';
import { MusterError } from '#core';
import { OWN_LABEL } from './container.selection.ts';
import { type EngineClient, statusOf, unless } from './engine.client.ts';
import { HelperLines } from './helper.lines.ts';

export interface HelperOrder {
  /** Name of the container: whoever recovers a run finds it by this. */
  readonly name: string;
  readonly image: string;
  readonly script: string;
  readonly env: Readonly<Record<string, string>>;
  readonly limitMs: number;
  /** Namespaces, capabilities, mounts. Without any it has nothing but itself. */
  readonly host: Docker.HostConfig;
}

const STOP_S = 5;
const MEMORY_BYTES = 64 * 1024 * 1024;

/** Starts it and gives its lines. Fails with MUS2014 where the engine does not have the image. */
export async function startHelper(
  engine: EngineClient,
  order: HelperOrder,
  signal: AbortSignal,
): Promise<HelperLines> {
  const { name } = order;
  const container = await create(engine, order, signal);
  let stream: Duplex | undefined;
  try {
    stream = await attach(engine, container, { name, signal });
    const lines = new HelperLines(container, stream);
    await engine.call({ what: `start helper ${name}`, signal }, (_docker, abortSignal) =>
      container.start({ abortSignal }),
    );
    return lines;
  } catch (error) {
    stream?.destroy();
    await container.remove({ force: true }).catch(() => undefined);
    throw error;
  }
}

/** Lets the script of a helper that somebody else started put everything back. Not there is no error. */
export async function stopHelper(engine: EngineClient, name: string, signal: AbortSignal): Promise<void> {
  const gone = [404];
  const what = `stop helper ${name}`;
  const stop = engine.call({ what, signal, extraMs: STOP_S * 1000 }, (docker, abortSignal) =>
    docker.getContainer(name).stop({ t: STOP_S, abortSignal }),
  );
  await unless([304, ...gone], stop);
  // 409: the engine is removing it already.
  const remove = engine.call({ what: `remove helper ${name}`, signal }, (docker, abortSignal) =>
    docker.getContainer(name).remove({ force: true, abortSignal }),
  );
  await unless([409, ...gone], remove);
}

async function create(
  engine: EngineClient,
  { name, image, script, env, limitMs, host }: HelperOrder,
  signal: AbortSignal,
): Promise<Docker.Container> {
  const limitS = String(Math.ceil(limitMs / 1000));
  const options = {
    name,
    Image: image,
    User: '0:0',
    Entrypoint: ['timeout', '-s', 'TERM', limitS, 'sh', '-c', script],
    Cmd: [],
    Env: Object.entries(env).map(([key, value]) => `${key}=${value}`),
    Labels: { [OWN_LABEL]: name },
    OpenStdin: true,
    StdinOnce: true,
    AttachStdin: true,
    HostConfig: {
      AutoRemove: true,
      NetworkMode: 'none',
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges', 'label=disable'],
      LogConfig: { Type: 'none', Config: {} },
      Memory: MEMORY_BYTES,
      ...host,
    },
  };
  try {
    return await engine.call({ what: `create helper ${name}`, signal }, (docker, abortSignal) =>
      docker.createContainer({ ...options, abortSignal }),
    );
  } catch (error) {
    if (statusOf(error) !== 404 || !/image/i.test((error as Error).message)) throw error;
    throw new MusterError('MUS2014', `the engine has no image ${image} for helper containers`, {
      cause: error,
      next: 'Build it there: docker build -t muster-helper:1 libs/targets/src/docker/helper, or set `helperImage`.',
    });
  }
}

/** The signal of a call must not end the connection later: it is the lifeline. */
async function attach(
  engine: EngineClient,
  container: Docker.Container,
  { name, signal }: { name: string; signal: AbortSignal },
): Promise<Duplex> {
  const options = { stream: true, stdin: true, stdout: true, stderr: true, hijack: true };
  return engine.call(
    { what: `attach to helper ${name}`, signal },
    async () => (await container.attach(options)) as Duplex,
  );
}
