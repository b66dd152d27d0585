// After the last suite: ends what they shared. The build is there, because `npm test` builds first.
import { rmSync } from 'node:fs';
import path from 'node:path';
import { stopPostgres } from '#postgres';

export default async function teardown() {
  const dir = process.env.MUSTER_TEST_DIR;
  await stopPostgres({ dataDir: path.join(dir, 'postgres') });
  rmSync(dir, { recursive: true, force: true });
}
