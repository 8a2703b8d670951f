import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { type Database, openDatabase } from '../../src/db/client.ts';

const migrationsFolder = fileURLToPath(new URL('../../src/db/migrations', import.meta.url));

const { entries }: { entries: { tag: string }[] } = JSON.parse(
  readFileSync(`${migrationsFolder}/meta/_journal.json`, 'utf8'),
);

/** A database in memory as it was before the migration of this name, whatever its number. */
export function databaseBefore(name: string): Database {
  const db = openDatabase(':memory:');
  // "MoAw", as `migrate` marks its files.
  db.$client.pragma(`application_id = ${0x4d6f4177}`);
  db.run(
    sql`create table __drizzle_migrations (id integer primary key, hash text not null, created_at numeric)`,
  );
  const index = entries.findIndex(({ tag }) => tag.endsWith(`_${name}`));
  if (index < 0) throw new Error(`There is no migration ${name}.`);
  for (const migration of readMigrationFiles({ migrationsFolder }).slice(0, index)) {
    for (const text of migration.sql) db.run(sql.raw(text));
    db.run(
      sql`insert into __drizzle_migrations (hash, created_at) values (${migration.hash}, ${migration.folderMillis})`,
    );
  }
  return db;
}
