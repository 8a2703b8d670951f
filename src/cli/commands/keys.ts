import type { Command } from 'commander';
import { createApiKey, isUsable, revokeApiKey } from '../../access/api-key.ts';
import { apiKeys } from '../../access/key-queries.ts';
import { type Scope, scopes } from '../../access/scope.ts';
import type { ApiKeyRow } from '../../db/tables/access.ts';
import { parseInteger, parseScopes, parseTime } from '../arguments.ts';
import type { CommandContext } from '../command-context.ts';
import { CommandError } from '../command-error.ts';
import { withCurrentDatabase } from '../with-current-database.ts';

interface NewKey {
  name: string;
  scopes: Scope[];
  expires?: Date;
  points?: number;
  json?: true;
}

export function addKeys(program: Command, { io, config }: CommandContext): void {
  const file = () => config().DATABASE_FILE;
  const keys = program
    .command('keys')
    .summary('create, list and revoke API keys')
    .description(
      'Creates, lists and revokes API keys. A key is printed once; the database has only its hash.',
    );

  keys
    .command('create')
    .summary('create a key and print it, once')
    .requiredOption('--name <name>', 'who or what the key is for')
    .requiredOption(
      '--scopes <scopes>',
      `what it may do, separated by commas: ${Object.keys(scopes).join(', ')}`,
      parseScopes,
    )
    .option(
      '--expires <date>',
      'when it ends: a date, of which the start in UTC counts, or a time with its zone, such as 2027-01-01T12:00:00Z; never when omitted',
      parseTime,
    )
    .option(
      '--points <points>',
      'its own budget in cost points a window, 0 for any number',
      parseInteger(0, 999_999_999),
    )
    .option('--json', 'print { id, key, name, scopes }')
    .addHelpText(
      'after',
      '\nExample:\n  moon-awards keys create --name site --scopes votes:cast --expires 2027-01-01',
    )
    .action(async ({ name, scopes: granted, expires, points, json }: NewKey) => {
      const { key, row } = await withCurrentDatabase(file(), (db) =>
        createApiKey(db, { name, scopes: granted, expiresAt: expires?.getTime(), points }, Date.now()),
      );
      if (json) io.out(`${JSON.stringify({ id: row.id, key, name: row.name, scopes: granted })}\n`);
      else io.out(`${key}\nThis is the key ${row.id} (${row.name}). It is not printed again.\n`);
    });

  keys
    .command('list')
    .summary('list all keys, without the keys themselves')
    .option(
      '--json',
      'print a list of { id, name, scopes, points, state, createdAt, expiresAt, revokedAt, lastUsedAt }',
    )
    .addHelpText('after', '\nExample:\n  moon-awards keys list --json')
    .action(async ({ json }: { json?: true }) => {
      const rows = await withCurrentDatabase(file(), (db) =>
        apiKeys(db).map((row) => printedKey(row, Date.now())),
      );
      io.out(json ? `${JSON.stringify(rows)}\n` : rows.map((row) => `${keyLine(row)}\n`).join(''));
    });

  keys
    .command('revoke')
    .summary('end a key for good')
    .argument('<id>', 'the id that `keys list` lists')
    .option('--json', 'print { id }')
    .addHelpText('after', '\nExample:\n  moon-awards keys revoke 3k9xq2m7w4ht')
    .action(async (id: string, { json }: { json?: true }) => {
      const isRevoked = await withCurrentDatabase(file(), (db) => revokeApiKey(db, id, Date.now()));
      if (!isRevoked)
        throw new CommandError(`There is no key ${id} that could be revoked. \`keys list\` shows all.`);
      io.out(json ? `${JSON.stringify({ id })}\n` : `The key ${id} is revoked.\n`);
    });
}

const isoOf = (time: number | null) => (time === null ? null : new Date(time).toISOString());

const printedKey = (row: ApiKeyRow, now: number) => ({
  id: row.id,
  name: row.name,
  // The column is written by `createApiKey` only.
  scopes: JSON.parse(row.scopes) as Scope[],
  points: row.points,
  state: isUsable(row, now) ? 'usable' : row.revokedAt === null ? 'expired' : 'revoked',
  createdAt: isoOf(row.createdAt),
  expiresAt: isoOf(row.expiresAt),
  revokedAt: isoOf(row.revokedAt),
  lastUsedAt: isoOf(row.lastUsedAt),
});

const keyLine = ({
  id,
  name,
  scopes: granted,
  state,
  expiresAt,
  lastUsedAt,
}: ReturnType<typeof printedKey>) =>
  `${id}  ${state.padEnd(7)}  ${name}: ${granted.join(', ')}; expires ${expiresAt ?? 'never'}, last used ${lastUsedAt ?? 'never'}`;
