// The server from start to end: database, way in, port; and on the way out nothing is cut off that can be finished.
import { Logger } from '@nestjs/common';
import { eitherOf } from '../auth/authenticator.ts';
import { OidcAuthenticator } from '../auth/oidc.authenticator.ts';
import { TokenAuthenticator } from '../auth/token.authenticator.ts';
import { createApi } from '../create-api.ts';
import type { ApiEnv } from '../env.ts';
import { ApiMetrics } from '../metrics/api.metrics.ts';
import { provideDatabase } from './database.ts';
import { provideFirstToken } from './first-token.ts';
import { partsOf } from './parts-of.database.ts';

export interface RunningServer {
  readonly url: string;
  readonly where: string;
  /** To be shown: it cannot be read again. */
  readonly firstToken: string | undefined;
  close(): Promise<void>;
}

export async function startServer(env: ApiEnv, version: string): Promise<RunningServer> {
  const { database, where, close } = await provideDatabase(env);
  const log = new Logger('server');
  try {
    const onError = (error: Error): void => log.error({ err: error }, 'beside a request');
    const { parts, close: closeParts } = await partsOf({ database, stateDir: env.stateDir, onError });
    const firstToken = await provideFirstToken(parts.store, env.adminToken);
    let isDraining = false;
    const provider = env.oidc && new OidcAuthenticator(env.oidc);
    const app = await createApi({
      ...parts,
      env,
      authenticator: eitherOf(new TokenAuthenticator(parts.store), provider),
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
        // Live streams end with the feed; then whatever is under way is answered.
        await closeParts();
        await app.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
