// Runs as users ask for them: the row and its job in the transaction of whoever asks.
import type { EntityManager } from 'typeorm';
import { MusterError } from '#core';
import type { RunRequest, RunRequests } from '../admission/run-requests.ts';
import { RunList, type RunSummary } from '../runs/run-list.ts';

export class RunStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  /** @throws MusterError MUS5007: all runs are halted; MUS3001: the name is taken */
  async request(requests: RunRequests, request: RunRequest): Promise<void> {
    const [halt] = await this.#manager.query<{ why: string; by: string }[]>('SELECT why, by FROM halts');
    if (halt !== undefined)
      throw new MusterError('MUS5007', `all runs are halted by ${halt.by}: ${halt.why}`);
    await requests.add(request, this.#manager);
  }

  /** Whether so many runs of an environment were asked for since then. Who asks next waits until this one is done. */
  async hasReached(environment: string, limit: number, since: Date): Promise<boolean> {
    await this.#manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `quota/${environment}`,
    ]);
    const [row] = await this.#manager.query<{ count: number }[]>(LATEST, [environment, limit, since]);
    return row?.count === limit;
  }

  find(run: string): Promise<RunSummary | undefined> {
    return new RunList({ orm: this.#manager }).find(run);
  }

  async environmentOf(run: string): Promise<string | undefined> {
    const [row] = await this.#manager.query<{ environment: string | null }[]>(
      'SELECT environment FROM runs WHERE id = $1',
      [run],
    );
    return row?.environment ?? undefined;
  }
}

const LATEST = `
  SELECT count(*)::int AS count
  FROM (SELECT requested_at FROM runs WHERE environment = $1 ORDER BY number DESC LIMIT $2) AS latest
  WHERE requested_at >= $3`;
