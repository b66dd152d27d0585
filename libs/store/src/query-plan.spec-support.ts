// How PostgreSQL answered a question on the tables as they are filled.
import { expect } from '@jest/globals';
import type { Client } from 'pg';
import type { Database } from './database/open-database.ts';

export interface AnsweredPlan {
  readonly indexes: readonly string[];
  /** Tables that were read from end to end. */
  readonly wholeTables: readonly string[];
  /** Rows of tables that were looked at, kept or not. */
  readonly examined: number;
}

export interface Question {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/** What a list asks the database. */
export async function questionOf({ orm }: Database, list: () => Promise<unknown>): Promise<Question> {
  const asked: Question[] = [];
  const ignore = (): void => undefined;
  orm.setOptions({
    logger: {
      logQuery: (sql, values) => void asked.push({ sql, values: values as readonly unknown[] }),
      logQueryError: ignore,
      logQuerySlow: ignore,
      logSchemaBuild: ignore,
      logMigration: ignore,
      log: ignore,
    },
  });
  await list();
  expect(asked).toHaveLength(1);
  return asked[0]!;
}

interface ExplainNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly ExplainNode[];
}

/** Runs the question. */
export async function answeredPlan(client: Client, { sql, values }: Question): Promise<AnsweredPlan> {
  const { rows } = await client.query<{ 'QUERY PLAN': readonly { Plan: ExplainNode }[] }>(
    `EXPLAIN (ANALYZE, FORMAT JSON) ${sql}`,
    [...values],
  );
  const nodes = flatten(rows[0]!['QUERY PLAN'][0]!.Plan);
  return {
    indexes: [...new Set(nodes.flatMap((node) => node['Index Name'] ?? []))],
    wholeTables: nodes
      .filter((node) => node['Node Type'] === 'Seq Scan')
      .map((node) => node['Relation Name']!),
    examined: nodes
      .filter((node) => node['Node Type'].endsWith('Scan') && node['Node Type'] !== 'Bitmap Index Scan')
      .reduce((sum, node) => sum + examinedBy(node), 0),
  };
}

const flatten = (node: ExplainNode): readonly ExplainNode[] => [node, ...(node.Plans ?? []).flatMap(flatten)];

function examinedBy(node: ExplainNode): number {
  return (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'];
}
