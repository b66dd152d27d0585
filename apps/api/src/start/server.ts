// The server from start to end: database, way in, port; and on the way out nothing is cut off that can be finished.
import { ResourceStore } from '#store';
import { TokenAuthenticator } from '../auth/authenticator.ts';
import { createApi } from '../create-api.ts';
import type { ApiEnv } from '../env.ts';
import { ApiMetrics } from '../metrics/api.metrics.ts';
import { provideDatabase } from './database.ts';
import { provideFirstToken } from './first-token.ts';

export interface RunningServer {
  readonly url: string;
  readonly where: string;
  /** To be shown: it cannot be read again. */
  readonly firstToken: string | undefined;
  close(): Promise<void>;
}

export async function startServer(env: ApiEnv, version: string): Promise<RunningServer> {
  const { database, where, close } = await provideDatabase(env);
  let isDraining = false;
  try {
    const store = new ResourceStore(database);
    const firstToken = await provideFirstToken(store, env.adminToken);
    const app = await createApi({
      env,
      store,
      authenticator: new TokenAuthenticator(store),
      metrics: new ApiMetrics(),
      readiness: {
        version,
        isDraining: () => isDraining,
        check: async () => void (await database.orm.query('SELECT 1')),
      },
    });
    await app.listen(env.port, env.host);
    return {
      url: (await app.getUrl()).replace('[::1]', 'localhost'),
      where,
      firstToken,
      async close() {
        isDraining = true;
        await app.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
