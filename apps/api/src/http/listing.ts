// Every list of the API: filters, sorting, and pages that follow each other by a cursor.
import { z } from 'zod';
import type { Page, PageRequest } from '#store';
import { invalidRequest } from './request.error.ts';
import { integer } from './values.schema.ts';

/** What a list may be sorted by -> the values behind which a page may go on. */
type Sorts = Readonly<Record<string, z.ZodType<readonly (string | number)[]>>>;

export interface ListQuery {
  readonly sort: string;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface Listing<Filters extends z.ZodRawShape, Sort extends string> {
  readonly query: ReturnType<typeof z.strictObject<Filters & ReturnType<typeof pageShape>>>;
  /** @throws RequestError: the cursor is none of this list */
  page(query: ListQuery): { readonly sort: Sort; readonly page: PageRequest };
  answer<Item>(
    query: ListQuery,
    page: Page<Item>,
  ): { readonly items: readonly Item[]; readonly next: string | null };
}

export interface ListingRequest<Filters extends z.ZodRawShape, Sort extends string> {
  readonly filters: Filters;
  readonly sorts: Readonly<Record<Sort, z.ZodType<readonly (string | number)[]>>>;
  /** `name`, or `-name` for the largest first. */
  readonly standard: NoInfer<Sort> | `-${NoInfer<Sort>}`;
}

export function defineListing<Filters extends z.ZodRawShape, Sort extends string>({
  filters,
  sorts,
  standard,
}: ListingRequest<Filters, Sort>): Listing<Filters, Sort> {
  return {
    query: z.strictObject({ ...filters, ...pageShape(Object.keys(sorts), standard) }),
    page: ({ sort: written, limit, cursor }) => {
      const descending = written.startsWith('-');
      const sort = (descending ? written.slice(1) : written) as Sort;
      const after = cursor === undefined ? undefined : readCursor(cursor, written, sorts);
      return { sort, page: { limit, descending, after } };
    },
    answer: ({ sort }, { items, end }) => ({
      items,
      next: end === undefined ? null : writeCursor(sort, end),
    }),
  };
}

/** One page of a list, as a schema. */
export function pageOf<Item extends z.ZodType>(item: Item, id: string) {
  return z
    .object({
      items: z.array(item),
      next: z.string().nullable().describe('Give it as `cursor` to read on; null: this is the end.'),
    })
    .meta({ id });
}

function pageShape(sorts: readonly string[], standard: string) {
  const choices = sorts.flatMap((sort) => [sort, `-${sort}`]);
  return {
    sort: z.enum(choices).default(standard).describe('- is for the largest or newest first.'),
    limit: integer({ min: 1, max: 200 }).default(50).describe('Most items of one page.'),
    cursor: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,1000}$/)
      .optional()
      .describe('`next` of the page before; sort and filters stay the same.'),
  };
}

function writeCursor(sort: string, end: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify([sort, ...end])).toString('base64url');
}

function readCursor(cursor: string, written: string, sorts: Sorts): readonly (string | number)[] {
  const [sort, ...values] = parsed(cursor);
  const known = sorts[written.replace(/^-/, '')]?.safeParse(values);
  if (sort === written && known?.success === true) return known.data;
  throw invalidRequest([
    { path: ['cursor'], message: `expected \`next\` of a page of this list sorted by ${written}` },
  ]);
}

function parsed(cursor: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
