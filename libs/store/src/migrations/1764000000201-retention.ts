import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Retention1764000000201 implements MigrationInterface {
  readonly name = 'Retention1764000000201';

  async up(database: QueryRunner): Promise<void> {
    await database.query(`CREATE INDEX runs_concluded ON runs (concluded_at) WHERE concluded_at IS NOT NULL`);
    await database.query(`CREATE INDEX occurrences_decided ON occurrences (decided_at)`);
  }

  async down(database: QueryRunner): Promise<void> {
    await database.query(`DROP INDEX runs_concluded`);
    await database.query(`DROP INDEX occurrences_decided`);
  }
}
