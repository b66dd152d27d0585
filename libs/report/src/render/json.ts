// The report itself: stable, versioned JSON for whatever reads it next.
import type { RunReport } from '../model/run-report.ts';

export const renderJson = (report: RunReport): string => `${JSON.stringify(report, null, 1)}\n`;
