// Schedules by name, and what became of the occurrences of one.
import type { Database } from '../database/open-database.ts';
import { type Page, type PageRequest, readPage } from '../resources/page.ts';
import { type OccurrenceRow, occurrenceTable } from './occurrence.table.ts';
import { type ScheduleRow, scheduleTable } from './schedule.table.ts';

export type ScheduleView = ScheduleRow;
export type OccurrenceView = OccurrenceRow;

export class ScheduleList {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  page(page: PageRequest): Promise<Page<ScheduleView>> {
    return readPage(this.#schedules(), [{ column: 'schedule.name', of: ({ name }) => name }], page);
  }

  async find(name: string): Promise<ScheduleView | undefined> {
    return (await this.#schedules().where('schedule.name = :name', { name }).getOne()) ?? undefined;
  }

  occurrences(schedule: string, page: PageRequest): Promise<Page<OccurrenceView>> {
    const query = this.#database.orm
      .getRepository(occurrenceTable)
      .createQueryBuilder('occurrence')
      .where('occurrence.schedule = :schedule', { schedule });
    const key = { column: 'occurrence.dueAt', of: ({ dueAt }: OccurrenceRow) => dueAt.toISOString() };
    return readPage(query, [key], page);
  }

  #schedules() {
    return this.#database.orm.getRepository(scheduleTable).createQueryBuilder('schedule');
  }
}
