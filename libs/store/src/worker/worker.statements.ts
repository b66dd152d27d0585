// The questions that a lease asks. Each is one statement, so that a client that stops in the middle holds no lock.
import type { Pool } from 'pg';
import { inDatabase } from '../database/sql-error.ts';

/** Whoever gives an order notifies here, so that no worker waits for its next renewal to see it. */
export const ORDERS_CHANNEL = 'muster_orders';

export interface Orders {
  /** Every run of every worker is to be aborted, those that begin from now on too. */
  readonly halt: { readonly why: string; readonly by: string } | null;
  /** Runs of this worker that somebody wants aborted. */
  readonly aborts: readonly { readonly run: string; readonly why: string }[];
}

interface NewWorker {
  readonly host: string;
  readonly pid: number;
  readonly version: string;
  readonly ttlMs: number;
}

const INSERT = `
  INSERT INTO workers (id, host, pid, version, expires_at)
  VALUES (gen_random_uuid(), $1, $2, $3, clock_timestamp() + $4 * interval '1 ms')
  RETURNING id`;

export async function insertWorker(pool: Pool, { host, pid, version, ttlMs }: NewWorker): Promise<string> {
  const insert = () => pool.query<{ id: string }>(INSERT, [host, pid, version, ttlMs]);
  const { rows } = await inDatabase('lease of the worker', insert);
  return rows[0]!.id;
}

const RENEW = `
  UPDATE workers SET expires_at = clock_timestamp() + $2 * interval '1 ms'
  WHERE id = $1 AND expires_at > clock_timestamp()
  RETURNING (
    SELECT coalesce(json_agg(json_build_object('run', id, 'why', abort_why)), '[]')
    FROM runs WHERE worker = $1 AND concluded_at IS NULL AND abort_why IS NOT NULL
  ) AS aborts, (SELECT json_build_object('why', why, 'by', by) FROM halts) AS halt`;

/** undefined: the lease is over. */
export async function renewWorker(pool: Pool, id: string, ttlMs: number): Promise<Orders | undefined> {
  return (await pool.query<Orders>(RENEW, [id, ttlMs])).rows[0];
}

export async function removeWorker(pool: Pool, id: string): Promise<void> {
  await pool.query('DELETE FROM workers WHERE id = $1', [id]);
}

/**
 * Removes the workers whose time is over. A renewal that is under way at this moment holds its row: it is passed by, and
 * if it comes through, the worker lives. From the removal on, its runs have no owner.
 */
export const BURY = `
  DELETE FROM workers WHERE id IN (
    SELECT id FROM workers WHERE expires_at < clock_timestamp() FOR UPDATE SKIP LOCKED
  )`;
