// Inside a helper process: runs the `helper` of one fault kind and ends with it. Ends also when the owner is gone
// (standard input closes), on a signal, and when its time is over, whether the fault's code cooperates or not.
import { type AnyFault, type HelperContext, type Json, MusterError, messageOf } from '#core';
import { tellError } from './helper-answer.ts';

/** After it was told to let go: then the process ends, and the system closes what it held. */
const GRACE_MS = 2000;
const LONGEST_LINE_CHARS = 1024 * 1024;
const ENDING_SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

interface Order {
  readonly input: Json;
  readonly ttlMs: number;
}

/** Never returns: exits with 0 when the helper let go, with 1 when it failed. `argv` is kind and token. */
export async function runHelper(
  faults: ReadonlyMap<string, AnyFault>,
  argv: readonly string[],
): Promise<never> {
  const ended = new AbortController();
  const end = (): void => endOnce(ended);
  for (const signal of ENDING_SIGNALS) process.on(signal, end);
  // Nobody listens any more once the helper is ready, or once its owner died.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  const [kind = '', token = ''] = argv;
  try {
    const order = await readOrder(end);
    if (order === undefined) process.exit(0);
    setTimeout(end, order.ttlMs);
    const helper = faults.get(kind)?.helper;
    if (helper === undefined) throw new MusterError('MUS9001', `fault ${kind} has no helper`);
    await helper(contextOf(token, order, ended.signal));
    process.exit(0);
  } catch (error) {
    const code = error instanceof MusterError ? error.code : 'MUS2011';
    await say(tellError(code, messageOf(error)));
    process.exit(1);
  }
}

function contextOf(token: string, { input }: Order, ended: AbortSignal): HelperContext {
  return { token, input, ended, ready: () => void say('ready\n') };
}

function endOnce(ended: AbortController): void {
  if (ended.signal.aborted) return;
  setTimeout(() => process.exit(1), GRACE_MS).unref();
  ended.abort();
}

/** The first line of standard input; undefined where the owner died before it said what to do. */
function readOrder(onClosed: () => void): Promise<Order | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<Order | undefined>();
  let text = '';
  let complete = false;
  const closed = (): void => {
    onClosed();
    resolve(undefined);
  };
  process.stdin.on('end', closed).on('close', closed).on('error', closed);
  process.stdin.setEncoding('utf8').on('data', (chunk: string) => {
    if (complete) return;
    text += chunk;
    complete = text.includes('\n') || text.length > LONGEST_LINE_CHARS;
    if (!complete) return;
    try {
      resolve(JSON.parse(text.slice(0, text.indexOf('\n'))) as Order);
    } catch (error) {
      reject(new MusterError('MUS9001', `helper got no JSON: ${messageOf(error)}`, { cause: error }));
    }
  });
  return promise;
}

/** Resolves when the line is out, or nobody reads it. */
function say(line: string): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.once('close', () => resolve());
    process.stdout.write(line, () => resolve());
  });
}
