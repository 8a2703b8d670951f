import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import type { Command } from 'commander';
import { type Database, openDatabase } from '../../db/client.ts';
import { findDamage } from '../../db/find-damage.ts';
import { isSecretKnown } from '../../vote/voter-secret-queries.ts';
import type { CommandContext } from '../command-context.ts';
import { CommandError } from '../command-error.ts';
import { printable } from '../printable.ts';
import { voterSecretFile } from '../voter-secret.ts';
import { withDatabase } from '../with-database.ts';

export function addBackup(program: Command, { io, config }: CommandContext): void {
  program
    .command('backup')
    .summary('copy the database while it is in use')
    .description(
      'Copies the database, as it is at one moment, while a server goes on using it. The voter secret beside it is copied too, to FILE.voter-secret: without it a copy with votes cannot be served. Both can be read by their owner only; keep them as safe as the database. To go back to a copy, stop the server and start it with DATABASE_FILE set to the copy.',
    )
    .argument('<file>', 'the copy, which must not be there yet')
    .option('--json', 'print { file, bytes, voterSecret }; voterSecret is null when none was copied')
    .addHelpText('after', '\nExample:\n  moon-awards backup ./backups/2026-11-23.db')
    .action(async (file: string, { json }: { json?: true }) => {
      const { DATABASE_FILE, VOTER_SECRET } = config();
      const secret = { from: voterSecretFile(DATABASE_FILE), to: voterSecretFile(file) };
      for (const existing of [file, secret.to]) {
        if (existsSync(existing))
          throw new CommandError(`There is a file ${existing} already. Choose another name for the copy.`);
      }
      const partial = `${file}.partial`;
      // Made here, for the owner's eyes from its first byte on.
      writeFileSync(partial, '', { flag: 'wx', mode: 0o600 });
      let copied: string | null = null;
      let isKnown = false;
      try {
        await withDatabase(DATABASE_FILE, (db) => {
          isKnown = isSecretKnown(db);
          return copy(db, partial);
        });
        // After the database: a vote in the copy was hashed by a secret that was there before it.
        if (VOTER_SECRET === '' && existsSync(secret.from)) {
          writeFileSync(secret.to, readFileSync(secret.from), { flag: 'wx', mode: 0o600 });
          copied = secret.to;
        }
        renameSync(partial, file);
      } catch (error) {
        for (const left of [partial, `${partial}-journal`, `${partial}-wal`, `${partial}-shm`])
          rmSync(left, { force: true });
        if (copied !== null) rmSync(copied, { force: true });
        throw error;
      }
      const aboutSecret = () => {
        if (copied !== null)
          return `The voter secret is in ${copied}; keep it with the copy, which cannot be served without it.`;
        if (VOTER_SECRET !== '')
          return 'The voter secret is set by VOTER_SECRET and is not in the copy: keep it too, or the copy cannot be served once it has votes.';
        return isKnown
          ? `The voter secret is missing (${secret.from}) and is not in the copy: without it the copy cannot be served once it has votes.`
          : 'There is no voter secret yet, so none was copied.';
      };
      const { size: bytes } = statSync(file);
      io.out(
        json
          ? `${JSON.stringify({ file, bytes, voterSecret: copied })}\n`
          : `The database was copied to ${file} (${bytes} bytes).\n${aboutSecret()}\n`,
      );
    });
}

/**
 * All pages in one step, which reads one snapshot: copied bit by bit, a database that is written to would
 * begin again with each vote.
 */
const allPages = 0x7fffffff;

async function copy(db: Database, file: string): Promise<void> {
  try {
    await db.$client.backup(file, { progress: () => allPages });
    const written = openDatabase(file);
    try {
      // One file that is complete by itself; a server that opens it goes back to a write-ahead log.
      written.$client.pragma('journal_mode = DELETE');
      const damage = findDamage(written);
      if (damage !== undefined)
        throw new CommandError(`The database is damaged, and so is its copy: ${printable(damage)}.`);
    } finally {
      written.$client.close();
    }
  } catch (error) {
    if (!(error instanceof BetterSqlite3.SqliteError)) throw error;
    throw new CommandError(`${file}: The copy cannot be written: ${error.message} (${error.code}).`, {
      cause: error,
    });
  }
}
