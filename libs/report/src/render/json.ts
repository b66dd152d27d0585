// The report itself: stable, versioned JSON for whatever reads it next. A point of a chart stands on one line.
import type { RunReport } from '../model/run-report.ts';

/** Line breaks stand between values only: inside of texts they are escaped. */
const brokenPoint = /\[\n *(-?[\d.e+-]+),\n *(null|-?[\d.e+-]+),\n *([01])\n *\]/g;

export const renderJson = (report: RunReport): string =>
  `${JSON.stringify(report, null, 1).replaceAll(brokenPoint, '[$1,$2,$3]')}\n`;
