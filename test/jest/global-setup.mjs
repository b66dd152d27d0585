// Before the first suite: a folder for what suites share. The database server in it is started by the first that needs it.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export default function setup() {
  process.env.MUSTER_TEST_DIR = mkdtempSync(path.join(tmpdir(), 'muster-test-'));
}
