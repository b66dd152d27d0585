// The timeline: lines of events as they come, and of measurements only where a probe begins to fail or passes again.
import type { JournalRecord, Plan, RunPartName } from '#core';
import { formatDuration } from '#spec';
import { tellEvent } from './event-line.ts';
import { describeFailure } from './failure.ts';
import type { Measured, ProbeLog } from './probe.log.ts';
import type { TimelineEntry } from './run-report.ts';

/** A probe that flaps is told so many times in one part of the run, then its changes are counted. */
const mostChanges = 4;

interface Streak {
  passed: boolean;
  sinceMs: number;
  count: number;
  part: RunPartName;
  changes: number;
}

export class TimelineLog {
  readonly #entries: TimelineEntry[] = [];
  /** Index of the entry by key, for lines that replace an earlier one. */
  readonly #byKey = new Map<string, number>();
  readonly #streaks = new Map<string, Streak>();

  event(record: JournalRecord, plan: Plan): void {
    const line = tellEvent(record.event, plan);
    if (line) this.#put({ atMs: record.atMs, seq: record.seq, ...line });
  }

  measured(record: JournalRecord, event: Measured, { planned }: ProbeLog, part: RunPartName): void {
    if (planned.role !== 'steady-state') return;
    const streak = this.#streaks.get(event.probe);
    const { passed } = event;
    if (!streak) {
      this.#streaks.set(event.probe, { passed, sinceMs: record.atMs, count: 1, part, changes: 0 });
      if (!passed) this.#began(record, event, planned.judge.conditions);
      return;
    }
    if (streak.part !== part) Object.assign(streak, { part, changes: 0 });
    if (streak.passed === passed) {
      streak.count += 1;
      return;
    }
    streak.changes += 1;
    if (streak.changes > mostChanges) this.#flaps(record, event.probe, streak);
    else if (passed) this.#ended(record, event.probe, streak);
    else this.#began(record, event, planned.judge.conditions);
    Object.assign(streak, { passed, sinceMs: record.atMs, count: 1 });
  }

  entries(): readonly TimelineEntry[] {
    return this.#entries;
  }

  #began(
    record: JournalRecord,
    event: Measured,
    conditions: ProbeLog['planned']['judge']['conditions'],
  ): void {
    const text = `${event.probe} begins to fail: ${describeFailure(conditions, event)}`;
    this.#put({ atMs: record.atMs, seq: record.seq, about: 'probe', tone: 'bad', text });
  }

  #ended(record: JournalRecord, probe: string, { sinceMs, count }: Streak): void {
    const lasted = formatDuration(Math.round(record.atMs - sinceMs));
    const text = `${probe} passes again after ${count} failed ${count === 1 ? 'measurement' : 'measurements'} in ${lasted}`;
    this.#put({ atMs: record.atMs, seq: record.seq, about: 'probe', tone: 'good', text });
  }

  #flaps(record: JournalRecord, probe: string, { changes, part }: Streak): void {
    const more = changes - mostChanges;
    const text = `${probe} changes between failing and passing ${more} more ${more === 1 ? 'time' : 'times'}`;
    this.#put({
      ...{ atMs: record.atMs, seq: record.seq, about: 'probe', tone: 'bad', text },
      key: `flaps ${part} ${probe}`,
    });
  }

  #put({ key, ...entry }: TimelineEntry & { readonly key?: string }): void {
    const known = key === undefined ? undefined : this.#byKey.get(key);
    const first = known === undefined ? undefined : this.#entries[known];
    if (known !== undefined && first) {
      this.#entries[known] = { ...entry, atMs: first.atMs, seq: first.seq };
      return;
    }
    if (key !== undefined) this.#byKey.set(key, this.#entries.length);
    this.#entries.push(entry);
  }
}
