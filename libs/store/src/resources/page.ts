// Lists page by page: the next page starts behind the last row of this one, so that nothing is told twice or left out
// because of rows that come and go meanwhile, and page one thousand costs as much as page one.
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';

/** Where a page ended: the values that the list is sorted by. */
export type PageEnd = readonly (string | number)[];

export interface PageRequest {
  readonly limit: number;
  readonly descending: boolean;
  readonly after?: PageEnd | undefined;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** undefined: this is the last page. */
  readonly end: PageEnd | undefined;
}

/** A column that the list is sorted by; the last of them makes a row unique, and none is ever null. */
export interface SortKey<Row> {
  /** In SQL: `document.name`. */
  readonly column: string;
  readonly of: (row: Row) => string | number;
}

export async function readPage<Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>,
  keys: readonly SortKey<Row>[],
  { limit, descending, after }: PageRequest,
): Promise<Page<Row>> {
  if (after !== undefined) {
    const columns = keys.map(({ column }) => column).join(', ');
    const names = keys.map((_, index) => `:after${index}`).join(', ');
    query.andWhere(
      `(${columns}) ${descending ? '<' : '>'} (${names})`,
      Object.fromEntries(keys.map((_, index) => [`after${index}`, after[index]])),
    );
  }
  for (const { column } of keys) query.addOrderBy(column, descending ? 'DESC' : 'ASC');
  const rows = await query.limit(limit + 1).getMany();
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const end = rows.length > limit && last !== undefined ? keys.map(({ of }) => of(last)) : undefined;
  return { items, end };
}
