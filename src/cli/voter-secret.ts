import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Config } from '../config.ts';

/**
 * The secret by which voters are hashed: the one that is set, else the one beside the database, which is made when it is missing. A
 * database whose secret is lost no longer knows its voters, so a copy of one belongs with a copy of the other.
 */
export function voterSecret({
  VOTER_SECRET,
  DATABASE_FILE,
}: Pick<Config, 'VOTER_SECRET' | 'DATABASE_FILE'>): Buffer {
  if (VOTER_SECRET !== '') return Buffer.from(VOTER_SECRET);
  const file = `${DATABASE_FILE}.voter-secret`;
  mkdirSync(dirname(file), { recursive: true });
  try {
    // `wx` makes it or fails: of two processes that start at once, one makes it and the other reads it.
    writeFileSync(file, `${randomBytes(32).toString('base64url')}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return Buffer.from(readFileSync(file, 'utf8').trim());
}
