import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Database, type OpenOptions, openDatabase } from '../../src/db/client.ts';
import { migrate } from '../../src/db/migrate.ts';

/** Creates a folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'moon-awards-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * Creates a migrated database without rows, in a file that is removed after the test. This connection does
 * not wait for the disk: no test cuts the power.
 */
export function emptyDatabase(options?: OpenOptions): Database {
  const file = join(temporaryFolder(), 'test.db');
  writeFileSync(file, migratedFile());
  const db = openDatabase(file, options);
  db.$client.pragma('synchronous = OFF');
  onTestFinished(() => {
    db.$client.close();
  });
  return db;
}

let migrated: Buffer | undefined;

/** The file of a migrated database without rows. Each process of the tests applies the migrations once. */
export function migratedFile(): Buffer {
  if (migrated === undefined) {
    const db = openDatabase(':memory:');
    migrate(db);
    migrated = fileOf(db);
    db.$client.close();
  }
  return migrated;
}

/** The file that this database in memory would be. */
export function fileOf(db: Database): Buffer {
  const file = db.$client.serialize();
  // The versions of the file format: 2 is WAL mode. Otherwise each copy is converted when it is opened, which
  // waits for the disk.
  file.fill(2, 18, 20);
  return file;
}
