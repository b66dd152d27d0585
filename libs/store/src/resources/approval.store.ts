// Approvals of plans. What state one is in follows from what was said of it and from the time; nothing needs to be told
// that it has expired.
import { type EntityManager, In } from 'typeorm';
import { MusterError } from '#core';
import {
  type ApprovalRow,
  type ApprovalVoteRow,
  approvalTable,
  approvalVoteTable,
} from './approval.table.ts';
import { type Page, type PageRequest, readPage } from './page.ts';

export type ApprovalState = 'open' | 'approved' | 'refused' | 'used' | 'expired';
export type ApprovalVote = Readonly<ApprovalVoteRow>;

export interface StoredApproval extends ApprovalRow {
  readonly votes: readonly ApprovalVote[];
  readonly state: ApprovalState;
}

export type NewApproval = Omit<ApprovalRow, 'number' | 'requestedAt' | 'run'>;
export type NewVote = Omit<ApprovalVoteRow, 'at'>;

export interface ApprovalUse {
  readonly id: string;
  readonly run: string;
  readonly environment: string;
  readonly planHash: string;
}

export class ApprovalStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  async add(approval: NewApproval): Promise<StoredApproval> {
    await this.#manager.insert(approvalTable, approval);
    return this.#known(approval.id);
  }

  async find(id: string): Promise<StoredApproval | undefined> {
    const row = await this.#manager.findOneBy(approvalTable, { id });
    return row === null ? undefined : (await this.#withVotes([row]))[0];
  }

  async list(environments: readonly string[] | undefined, page: PageRequest): Promise<Page<StoredApproval>> {
    const query = this.#manager.createQueryBuilder(approvalTable, 'approval');
    if (environments !== undefined)
      query.where('approval.environment = ANY (:environments)', { environments });
    const keys = [{ column: 'approval.number', of: ({ number }: ApprovalRow) => number }];
    const { items, end } = await readPage(query, keys, page);
    return { items: await this.#withVotes(items), end };
  }

  /** @throws MusterError MUS5003; MUS5002: who asked cannot agree; MUS5006: it is not open, or the vote was given */
  async vote(vote: NewVote): Promise<StoredApproval> {
    await this.#lock(vote.approval);
    const approval = await this.#known(vote.approval);
    if (approval.requestedBy === vote.by) {
      throw new MusterError(
        'MUS5002',
        `approval ${vote.approval} was asked for by this caller: others must agree`,
      );
    }
    if (approval.state !== 'open') throw conflict(approval, `is ${approval.state}`);
    if (approval.votes.some(({ by }) => by === vote.by))
      throw conflict(approval, 'has the vote of this caller');
    await this.#manager.insert(approvalVoteTable, vote);
    return this.#known(vote.approval);
  }

  /** Binds it to its one run. @throws MusterError MUS5003; MUS5008: it does not hold for this */
  async use({ id, run, environment, planHash }: ApprovalUse): Promise<void> {
    await this.#lock(id);
    const approval = await this.#known(id);
    if (approval.state !== 'approved') throw unfit(id, `is ${approval.state} (${told(approval)})`);
    if (approval.environment !== environment)
      throw unfit(id, `is for ${approval.environment}, not ${environment}`);
    if (approval.planHash !== planHash) {
      throw unfit(id, `is for another plan (${short(approval.planHash)}); this one is ${short(planHash)}`);
    }
    await this.#manager.update(approvalTable, { id }, { run });
  }

  async #known(id: string): Promise<StoredApproval> {
    const approval = await this.find(id);
    if (approval === undefined) throw new MusterError('MUS5003', `no approval ${id}`);
    return approval;
  }

  async #lock(id: string): Promise<void> {
    await this.#manager.query('SELECT FROM approvals WHERE id = $1 FOR UPDATE', [id]);
  }

  async #withVotes(rows: readonly ApprovalRow[]): Promise<readonly StoredApproval[]> {
    const ids = rows.map(({ id }) => id);
    const votes = await this.#manager.find(approvalVoteTable, {
      where: { approval: In(ids) },
      order: { at: 'ASC' },
    });
    return rows.map((row) => {
      const own = votes.filter(({ approval }) => approval === row.id);
      return { ...row, votes: own, state: stateOf(row, own, new Date()) };
    });
  }
}

/** A refusal of one person outweighs all who agree. */
function stateOf(
  { run, needed, expiresAt }: Pick<ApprovalRow, 'run' | 'needed' | 'expiresAt'>,
  votes: readonly Pick<ApprovalVote, 'isAgreed'>[],
  now: Date,
): ApprovalState {
  if (run !== null) return 'used';
  if (votes.some(({ isAgreed }) => !isAgreed)) return 'refused';
  if (now >= expiresAt) return 'expired';
  return votes.length >= needed ? 'approved' : 'open';
}

const short = (hash: string): string => hash.slice(0, 12);

function told({ votes, needed, expiresAt, run }: StoredApproval): string {
  const agreed = votes.filter(({ isAgreed }) => isAgreed).length;
  const used = run === null ? '' : `, used by run ${run}`;
  return `${agreed} of ${needed} agreed, valid until ${expiresAt.toISOString()}${used}`;
}

const unfit = (id: string, why: string): MusterError => new MusterError('MUS5008', `approval ${id} ${why}`);

const conflict = (approval: StoredApproval, why: string): MusterError =>
  new MusterError('MUS5006', `approval ${approval.id} ${why} (${told(approval)})`);
