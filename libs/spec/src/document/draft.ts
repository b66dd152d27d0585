// A document while it is being checked: its data, its places, and the problems found so far. Checks read the data as
// written (variables put in), not as the schema read it, so that one mistake does not hide the others.
import type { z } from 'zod';
import type { Problem, ProblemCode } from '../problem.ts';
import type { KindSchemas } from './kind-schemas.ts';
import type { Path, Place } from './loaded.ts';
import { offsetOf, type PlaceTree } from './place-tree.ts';
import { withValueAt } from './raw.ts';
import { checkSchema, type Finding } from './schema-findings.ts';
import { formatPath, problemAt, type Source } from './source.ts';

export interface DraftInput {
  readonly source: Source;
  readonly places: PlaceTree;
  readonly data: unknown;
  readonly kinds: KindSchemas;
  /** Paths whose value is not known because a variable has none: nothing is told of them. */
  readonly unknown: readonly Path[];
}

export interface ReportOptions {
  readonly hint?: string | undefined;
  /** Default: the value. */
  readonly aim?: 'key' | 'value';
}

export class Draft {
  readonly data: unknown;
  readonly kinds: KindSchemas;
  readonly problems: Problem[] = [];
  private readonly source: Source;
  private readonly places: PlaceTree;
  private readonly unknown: ReadonlySet<string>;
  private readonly readings: { readonly path: Path; readonly value: unknown }[] = [];

  constructor(input: DraftInput) {
    this.data = input.data;
    this.kinds = input.kinds;
    this.source = input.source;
    this.places = input.places;
    this.unknown = new Set(input.unknown.map(formatPath));
  }

  place(path: Path, aim: 'key' | 'value' = 'value'): Place {
    return this.source.place(offsetOf(this.places, path, aim));
  }

  report(path: Path, code: ProblemCode, message: string, { hint, aim = 'value' }: ReportOptions = {}): void {
    this.problems.push(problemAt(this.place(path, aim), { path, code, message, hint }));
  }

  /** Whether the value at the path, or a parent of it, awaits a variable that has no value. */
  isUnknown(path: Path): boolean {
    if (this.unknown.size === 0) return false;
    return path.some((_, index) => this.unknown.has(formatPath(path.slice(0, index + 1))));
  }

  /** Checks a value against a schema. What the schema reads there replaces what is written. */
  read(path: Path, value: unknown, schema: z.ZodType): void {
    const checked = checkSchema(schema, value);
    for (const finding of checked.findings) this.tell({ ...finding, path: [...path, ...finding.path] });
    if (checked.findings.length === 0) this.readings.push({ path, value: checked.value });
  }

  private tell(finding: Finding): void {
    if (!this.isUnknown(finding.path)) this.report(finding.path, finding.code, finding.message, finding);
  }

  /** Everything read, the outermost first. Of use only if there are no problems. */
  result(): unknown {
    return this.readings
      .toSorted((a, b) => a.path.length - b.path.length)
      .reduce<unknown>((whole, { path, value }) => withValueAt(whole, path, value), undefined);
  }
}
