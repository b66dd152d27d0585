// Options of `muster report`.
export interface ReportOptions {
  readonly format?: ReportFormat;
  readonly report: string;
  readonly compare?: true;
  readonly stateDir: string;
}

export type ReportFormat = 'html' | 'markdown' | 'json' | 'junit';
