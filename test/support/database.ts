import { mkdtempSync, rmSync } from 'node:fs';
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

/** Creates a migrated database without rows, in a file that is removed after the test. */
export function emptyDatabase(options?: OpenOptions): Database {
  const db = openDatabase(join(temporaryFolder(), 'test.db'), options);
  onTestFinished(() => {
    db.$client.close();
  });
  migrate(db);
  return db;
}
