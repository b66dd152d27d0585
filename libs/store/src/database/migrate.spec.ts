import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openEmptyDatabase, type TestDatabase } from '../../../testkit/src/test-database.ts';
import { migrate } from './migrate.ts';
import { type Database, openDatabase } from './open-database.ts';

const CATALOG = `
  SELECT 'column' AS kind, table_name || '.' || column_name AS name,
    concat_ws(' ', data_type, is_nullable, column_default) AS definition
  FROM information_schema.columns WHERE table_schema = 'public'
  UNION ALL SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
  UNION ALL SELECT 'constraint', conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
  ORDER BY kind, name`;

describe('the migrations', () => {
  let empty: TestDatabase;
  const opened: Database[] = [];
  const open = async (url: string): Promise<Database> => {
    const database = await openDatabase({ url, name: 'muster-test', poolSize: 2 });
    opened.push(database);
    return database;
  };

  beforeEach(async () => {
    empty = await openEmptyDatabase();
  });
  afterEach(async () => {
    for (const database of opened.splice(0)) await database.close();
    await empty.close();
  });

  test('make exactly the tables that the code believes in', async () => {
    const migrated = await open(empty.url);
    await migrate(migrated);
    expect((await migrated.orm.driver.createSchemaBuilder().log()).upQueries).toEqual([]);

    const other = await openEmptyDatabase();
    try {
      const synchronized = await open(other.url);
      await synchronized.orm.synchronize();
      const ofTypeOrm = /^(migrations|typeorm_metadata)\b|^PK_/;
      const catalogOf = async (database: Database) =>
        (await database.orm.query<{ name: string }[]>(CATALOG)).filter(({ name }) => !ofTypeOrm.test(name));
      expect(await catalogOf(migrated)).toEqual(await catalogOf(synchronized));
    } finally {
      await opened.pop()!.close();
      await other.close();
    }
  });

  test('of several replicas that start at once one migrates, and all find it done', async () => {
    const replicas = await Promise.all([1, 2, 3, 4].map(() => open(empty.url)));
    const run = await Promise.all(replicas.map(migrate));
    expect(run.filter((names) => names.length > 0)).toHaveLength(1);
    for (const replica of replicas) expect(await replica.orm.query('SELECT FROM runs')).toEqual([]);
    expect(await migrate(replicas[0]!)).toEqual([]);
  });

  test('can be taken back, the last one first', async () => {
    const database = await open(empty.url);
    const names = await migrate(database);
    for (const _ of names) await database.orm.undoLastMigration();
    expect(
      await empty.admin.query("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"),
    ).toMatchObject({
      rows: [{ tablename: 'migrations' }],
    });
  });
});
