import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const migrations = fileURLToPath(new URL('../src/db/migrations/', import.meta.url));

/** A hash of the migrations, and of the program files in these folders, which decide what rows look like. */
export function fingerprint(...folders: readonly URL[]): string {
  const digest = createHash('sha256');
  for (const folder of [migrations, ...folders.map((folder) => fileURLToPath(folder))]) {
    const files = readdirSync(folder).filter((name) => /\.(ts|sql)$/.test(name));
    for (const name of files.sort()) digest.update(readFileSync(folder + name));
  }
  return digest.digest('hex').slice(0, 12);
}

/** Deletes the databases `NAME-FINGERPRINT.db` in the folder, with their further files. */
export function removeDatabases(folder: string, name: string): void {
  const pattern = new RegExp(`^${name}-[0-9a-f]{12}\\.db`);
  for (const file of readdirSync(folder)) if (pattern.test(file)) rmSync(folder + file);
}
