// The journal of a run as a report that a team wants to read.
export { type Comparison, compareReports } from './compare/compare-reports.ts';
export { renderComparison, renderComparisonJson } from './compare/comparison.text.ts';
export { buildReport, type ReportOptions } from './model/build-report.ts';
export type { Gap, RunReport } from './model/run-report.ts';
export { renderGame } from './render/html/game.page.ts';
export { renderHtml } from './render/html/page.ts';
export { renderJson } from './render/json.ts';
export { renderJunit } from './render/junit.ts';
export { renderMarkdown } from './render/markdown.ts';
