// What a concluded run says of gaps: a failed expectation opens its gap, or opens it again; one that held closes it; one
// that was not examined says nothing. A run that is told late does not undo what a later run has shown.
import type { EntityManager } from 'typeorm';

export interface ShownGap {
  readonly identity: string;
  readonly title: string;
  readonly severity: string;
  readonly capability: string;
  readonly subject: string;
  readonly expected: string;
  readonly observed: string;
  readonly runbook: object | null;
  readonly fix: string | null;
  readonly criterion: string;
  readonly due: string;
  readonly owner: string;
}

export interface ShownByRun {
  readonly run: string;
  readonly at: Date;
  readonly environment: string;
  readonly experiment: string;
  readonly service: string | null;
  readonly failed: readonly ShownGap[];
  /** Identities of the expectations that held. */
  readonly held: readonly string[];
}

export async function recordShown(manager: EntityManager, shown: ShownByRun): Promise<void> {
  const { run, at, environment, experiment, service, failed, held } = shown;
  const about = { environment, experiment, service, run, at: at.toISOString() };
  if (failed.length > 0)
    await manager.query(OPEN, [JSON.stringify(failed.map((gap) => ({ ...gap, ...about })))]);
  if (held.length > 0) await manager.query(CLOSE, [environment, held, run, at]);
}

const OPEN = `
  INSERT INTO gaps (id, environment, identity, experiment, service, owner, title, severity, capability, subject, expected,
    observed, runbook, fix, criterion, due, state, opened_at, opened_by_run, seen_at, seen_by_run)
  SELECT gen_random_uuid(), environment, identity, experiment, service, owner, title, severity, capability, subject,
    expected, observed, runbook, fix, criterion, due, 'open', at, run, at, run
  FROM json_to_recordset($1::json) AS shown (
    environment text, identity text, experiment text, service text, owner text, title text, severity text,
    capability text, subject text, expected text, observed text, runbook json, fix text, criterion text, due text,
    run text, at timestamptz)
  ON CONFLICT (environment, identity) DO UPDATE SET
    experiment = excluded.experiment, service = excluded.service, owner = excluded.owner, title = excluded.title,
    severity = excluded.severity, capability = excluded.capability, subject = excluded.subject,
    expected = excluded.expected, observed = excluded.observed, runbook = excluded.runbook, fix = excluded.fix,
    criterion = excluded.criterion, seen_at = excluded.seen_at, seen_by_run = excluded.seen_by_run,
    due = CASE WHEN gaps.state = 'closed' THEN excluded.due ELSE gaps.due END,
    reopened = gaps.reopened + (gaps.state = 'closed')::int,
    state = CASE WHEN gaps.state = 'accepted' AND gaps.accepted_until > excluded.seen_at THEN 'accepted' ELSE 'open' END,
    closed_at = NULL, closed_by_run = NULL, revision = gaps.revision + 1
  WHERE gaps.seen_at < excluded.seen_at AND (gaps.closed_at IS NULL OR gaps.closed_at < excluded.seen_at)`;

const CLOSE = `
  WITH closed AS (
    UPDATE gaps SET state = 'closed', closed_at = $4, closed_by_run = $3, accepted_until = NULL, revision = revision + 1
    WHERE environment = $1 AND identity = ANY ($2) AND state <> 'closed' AND seen_at < $4
    RETURNING id
  )
  UPDATE action_items SET state = 'closed', revision = revision + 1
  FROM closed WHERE action_items.gap = closed.id AND action_items.state <> 'closed'`;
