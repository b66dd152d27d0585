// What the spec library must know of the kinds in order to check a document against them. An app passes it in:
// this library knows no kind by name.
import type { z } from 'zod';

/** What a field of a measurement is counted in; decides how the literal of a condition is written. */
export type FieldType = 'number' | 'duration' | 'size' | 'percent' | 'text' | 'boolean';

export interface FieldDescription {
  readonly type: FieldType;
  readonly summary: string;
}

interface Kind {
  /** What it does, for whoever chooses among kinds. */
  readonly summary?: string;
}

export interface KindSchemas {
  readonly faults: ReadonlyMap<string, Kind & { readonly params: z.ZodType }>;
  readonly probes: ReadonlyMap<
    string,
    Kind & {
      readonly params: z.ZodType;
      readonly fields: Readonly<Record<string, FieldDescription>>;
      readonly openFields?: boolean;
    }
  >;
  readonly drivers: ReadonlyMap<string, Kind & { readonly config: z.ZodType; readonly select: z.ZodType }>;
}
