// The database of the server: the one that it is told, or a PostgreSQL of its own in the state folder.
import path from 'node:path';
import { startPostgres } from '#postgres';
import { type Database, migrate, openDatabase } from '#store';
import type { ApiEnv } from '../env.ts';

export interface ServerDatabase {
  readonly database: Database;
  /** In words: where the data is. */
  readonly where: string;
  readonly close: () => Promise<void>;
}

export async function provideDatabase({ databaseUrl, stateDir }: ApiEnv): Promise<ServerDatabase> {
  if (databaseUrl !== undefined) {
    const database = await openMigrated(databaseUrl);
    return { database, where: `PostgreSQL at ${new URL(databaseUrl).host}`, close: () => database.close() };
  }
  const dataDir = path.resolve(stateDir, 'postgres');
  const server = await startPostgres({ dataDir });
  const database = await openMigrated(server.socketConnectionString);
  return {
    database,
    where: `PostgreSQL of its own in ${dataDir}`,
    async close() {
      await database.close();
      await server.stop();
    },
  };
}

async function openMigrated(url: string): Promise<Database> {
  const database = await openDatabase({ url, name: 'muster-api' });
  try {
    await migrate(database);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}
