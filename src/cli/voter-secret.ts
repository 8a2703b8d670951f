import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import type { Config } from '../config.ts';
import type { Database } from '../db/client.ts';
import { writeTransaction } from '../db/write-transaction.ts';
import { voterSecretCheck } from '../vote/voter.ts';
import { hasVoteEvents, replaceSecretCheck, storedSecretCheck } from '../vote/voter-secret-queries.ts';
import { CommandError } from './command-error.ts';

type Settings = Pick<Config, 'VOTER_SECRET' | 'DATABASE_FILE'>;

/** Where the secret is while VOTER_SECRET is not set. */
export const voterSecretFile = (databaseFile: string): string => `${databaseFile}.voter-secret`;

const shortestSecret = 32;

/**
 * The secret that voters are hashed with: VOTER_SECRET, or else the file beside the database, which the first
 * start makes. With another secret every voter would be new and could vote twice, so a database with votes
 * accepts no other. `report` is called when a database without votes gets a new one. Throws CommandError.
 */
export const voterSecret = (settings: Settings, db: Database, report: (message: string) => void): Buffer =>
  // Of processes that start at once, one makes the secret, and the others wait and read it.
  writeTransaction(db, () => secretFor(settings, db, report));

function secretFor(settings: Settings, db: Database, report: (message: string) => void): Buffer {
  const hasVotes = hasVoteEvents(db);
  const before = storedSecretCheck(db);
  const secret = givenSecret(settings) ?? (hasVotes ? undefined : newSecret(settings));
  if (secret === undefined) {
    throw new CommandError(
      `The voter secret is missing: the file ${voterSecretFile(settings.DATABASE_FILE)} is not there or empty, and VOTER_SECRET is not set. ${whyItMatters}`,
    );
  }
  const check = voterSecretCheck(secret);
  if (check === before) return secret;
  if (before !== undefined && hasVotes) {
    const source = settings.VOTER_SECRET === '' ? voterSecretFile(settings.DATABASE_FILE) : 'VOTER_SECRET';
    throw new CommandError(`The voter secret in ${source} is not the one of this database. ${whyItMatters}`);
  }
  if (replaceSecretCheck(db, before, check, Date.now()) !== check)
    throw new Error('The check value of the voter secret was not stored.');
  if (before !== undefined)
    report(
      'the database has a new voter secret, which takes the place of an earlier one; it has no votes yet',
    );
  return secret;
}

const whyItMatters =
  'With another secret, those who have voted could vote again. Put the file back, which `backup` copies to FILE.voter-secret, or set VOTER_SECRET to what it was.';

/** Throws CommandError for a file that others can read, or that is cut short. */
function givenSecret({ VOTER_SECRET, DATABASE_FILE }: Settings): Buffer | undefined {
  if (VOTER_SECRET !== '') return Buffer.from(VOTER_SECRET);
  const file = voterSecretFile(DATABASE_FILE);
  const mode = statSync(file, { throwIfNoEntry: false })?.mode;
  if (mode === undefined) return undefined;
  // Windows has no such rights.
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    throw new CommandError(
      `${file}: Others can read the voter secret (its mode is 0${(mode & 0o777).toString(8)}). Make it 0600: chmod 600 ${file}`,
    );
  }
  const text = readFileSync(file, 'utf8').trim();
  // Left by a start that was cut off before it wrote the secret.
  if (text === '') return undefined;
  if (text.length >= shortestSecret) return Buffer.from(text);
  throw new CommandError(
    `${file}: The voter secret has ${text.length} characters; it must have at least ${shortestSecret}. Put the file back as it was; while the database has no votes, it can be removed, and the next start makes another.`,
  );
}

/**
 * Makes the file. On disk before the first vote is, or a power cut could take the secret and leave the votes.
 */
function newSecret({ DATABASE_FILE }: Settings): Buffer {
  const secret = randomBytes(32).toString('base64url');
  const file = openSync(voterSecretFile(DATABASE_FILE), 'w', 0o600);
  try {
    writeSync(file, `${secret}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return Buffer.from(secret);
}
