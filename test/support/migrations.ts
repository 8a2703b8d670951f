import { readFileSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';

const folder = new URL('../../src/db/migrations/', import.meta.url);

/** The names of the migrations, in their order. */
export function migrations(): string[] {
  const journal: { entries: { tag: string }[] } = JSON.parse(
    readFileSync(new URL('meta/_journal.json', folder), 'utf8'),
  );
  return journal.entries.map(({ tag }) => tag);
}

/** With foreign keys off meanwhile, as `migrate` has them, since a migration may rebuild a table. */
export function applyMigrations(client: BetterSqlite3.Database, tags: readonly string[]): void {
  client.pragma('foreign_keys = off');
  for (const tag of tags) {
    const migration = readFileSync(new URL(`${tag}.sql`, folder), 'utf8');
    for (const text of migration.split('--> statement-breakpoint')) client.exec(text);
  }
  client.pragma('foreign_keys = on');
}

let migrated: Buffer | undefined;

/** An empty database with the tables, indexes, views and triggers of the last migration. */
export function migratedSchema(): BetterSqlite3.Database {
  if (migrated === undefined) {
    const client = new BetterSqlite3(':memory:');
    applyMigrations(client, migrations());
    migrated = client.serialize();
    client.close();
  }
  return new BetterSqlite3(migrated);
}
