// JUnit XML of one or several runs.
import type { RunReport } from '../model/run-report.ts';

export async function renderJunit(reports: readonly RunReport[]): Promise<string> {
  const { junitDocument } = await import('./junit.document.ts');
  return junitDocument(reports);
}
