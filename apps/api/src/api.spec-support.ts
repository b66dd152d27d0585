// A server for tests: on a database of its own, asked without a port.
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Database, openDatabase, type ResourceStore } from '#store';
import { openTestDatabase, type TestDatabase } from '../../../libs/testkit/src/test-database.ts';
import type { Grant } from './auth/permissions.ts';
import { TokenAuthenticator } from './auth/token.authenticator.ts';
import { mintToken } from './auth/token.secret.ts';
import { createApi } from './create-api.ts';
import { readEnv } from './env.ts';
import { ApiMetrics } from './metrics/api.metrics.ts';
import { partsOf } from './start/parts-of.database.ts';

export interface AskOptions {
  readonly token?: string | undefined;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Whatever was answered: the keys that tests look at, where there are any. */
export interface AnswerBody {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly at: string;
  readonly token: string;
  readonly next: string | null;
  readonly items: readonly AnswerBody[];
  readonly problems: readonly AnswerBody[];
  readonly [key: string]: unknown;
}

export interface Asked {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: AnswerBody;
  readonly text: string;
}

export interface TestApi {
  readonly app: NestFastifyApplication;
  readonly database: TestDatabase;
  readonly orm: Database;
  readonly store: ResourceStore;
  /** Every line logged so far. */
  readonly log: readonly string[];
  /** Of an admin everywhere. */
  readonly admin: string;
  /** `ask('GET /v1/me', {token})`. */
  ask(route: string, options?: AskOptions): Promise<Asked>;
  tokenFor(grants: readonly Grant[], expiresAt?: Date): Promise<string>;
  drain(): void;
  close(): Promise<void>;
}

const HOUR_MS = 3_600_000;

export async function openTestApi(variables: Readonly<Record<string, string>> = {}): Promise<TestApi> {
  const testDatabase = await openTestDatabase();
  const database = await openDatabase({ url: testDatabase.url, name: 'muster-test', poolSize: 4 });
  const errors: Error[] = [];
  const onError = (error: Error): void => void errors.push(error);
  const { parts, close } = await partsOf({ database, stateDir: '/tmp/muster-api-test', onError });
  const { store } = parts;
  const log: string[] = [];
  let isDraining = false;
  const app = await createApi({
    ...parts,
    env: readEnv(variables),
    authenticator: new TokenAuthenticator(store),
    metrics: new ApiMetrics(),
    readiness: {
      version: '0.0.0',
      isDraining: () => isDraining,
      check: async () => void (await database.orm.query('SELECT 1')),
    },
    log: { write: (written) => void log.push(written) },
  });
  const tokenFor = async (grants: readonly Grant[], expiresAt = new Date(Date.now() + HOUR_MS)) => {
    const { id, token, hash } = mintToken();
    const name = grants.map(({ role }) => role).join(' ') || 'nothing';
    await store.change(({ tokens }) => tokens.add({ id, hash, name, grants, createdBy: 'test', expiresAt }));
    return token;
  };
  return {
    app,
    database: testDatabase,
    orm: database,
    store,
    log,
    admin: await tokenFor([{ role: 'admin', environment: '*' }]),
    ask: (route, options) => ask(app, route, options),
    tokenFor,
    drain: () => void (isDraining = true),
    async close() {
      await close();
      await app.close();
      await database.close();
      await testDatabase.close();
    },
  };
}

async function ask(app: NestFastifyApplication, route: string, options: AskOptions = {}): Promise<Asked> {
  const [method = 'GET', url = '/'] = route.split(' ');
  const { token, body, headers } = options;
  const response = await app.inject({
    method: method as 'GET',
    url,
    headers: { ...(token !== undefined && { authorization: `Bearer ${token}` }), ...headers },
    ...(body !== undefined && { payload: body as object }),
  });
  const type = String(response.headers['content-type'] ?? '');
  const isJson = type.includes('json') && response.body !== '';
  return {
    status: response.statusCode,
    headers: response.headers,
    body: (isJson ? JSON.parse(response.body) : {}) as AnswerBody,
    text: response.body,
  };
}
