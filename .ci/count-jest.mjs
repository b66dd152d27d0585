// Prints `passed failed skipped` of a jest summary (--json --outputFile). Exits 1 and says why when there is nothing to count.
import { readFileSync } from 'node:fs';

function counts(file) {
  const summary = JSON.parse(readFileSync(file, 'utf8'));
  if (summary.numTotalTests === 0 && summary.numRuntimeErrorTestSuites === 0)
    throw new Error('no test was found');
  const failed = summary.numFailedTests + summary.numRuntimeErrorTestSuites;
  return `${summary.numPassedTests} ${failed} ${summary.numPendingTests + summary.numTodoTests}`;
}

try {
  console.log(counts(process.argv[2]));
} catch (error) {
  console.log(error.code === 'ENOENT' ? 'it ended before any test ran' : error.message);
  process.exitCode = 1;
}
