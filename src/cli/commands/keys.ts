import { type Command, InvalidArgumentError } from 'commander';
import { createApiKey, isUsable } from '../../access/api-key.ts';
import { apiKeys } from '../../access/key-queries.ts';
import { revokeApiKey } from '../../access/key-writes.ts';
import { isScope, type Scope, scopes } from '../../access/scope.ts';
import type { Database } from '../../db/client.ts';
import { migrate } from '../../db/migrate.ts';
import type { ApiKeyRow } from '../../db/tables/access.ts';
import type { CommandContext } from '../command-context.ts';
import { CommandError } from '../command-error.ts';
import { timeIn } from '../time-in.ts';
import { withDatabase } from '../with-database.ts';

interface NewKey {
  name: string;
  scopes: Scope[];
  expires?: Date;
  points?: number;
  json?: true;
}

export function addKeys(program: Command, { io, config }: CommandContext): void {
  const withKeys = <Result>(use: (db: Database) => Result): Promise<Result> =>
    withDatabase(config().DATABASE_FILE, (db) => {
      migrate(db);
      return use(db);
    });
  const keys = program
    .command('keys')
    .summary('make, list and revoke API keys')
    .description('Makes, lists and revokes API keys. A key is shown once; the database keeps only its hash.');

  keys
    .command('create')
    .summary('make a key and show it, once')
    .requiredOption('--name <name>', 'who or what the key is for')
    .requiredOption(
      '--scopes <scopes>',
      `what it may do, separated by commas: ${Object.keys(scopes).join(', ')}`,
      scopesIn,
    )
    .option(
      '--expires <date>',
      'when it ends: a date, of which the start in UTC counts, or a time with its zone, such as 2027-01-01T12:00:00Z; never when omitted',
      timeIn,
    )
    .option('--points <points>', 'its own budget in cost points a window, 0 for any number', pointsIn)
    .option('--json', 'print { id, key, name, scopes }')
    .addHelpText(
      'after',
      '\nExample:\n  moon-awards keys create --name site --scopes votes:cast --expires 2027-01-01',
    )
    .action(async ({ name, scopes: held, expires, points, json }: NewKey) => {
      const { key, row } = await withKeys((db) =>
        createApiKey(db, { name, scopes: held, expiresAt: expires?.getTime(), points }, Date.now()),
      );
      if (json) io.out(`${JSON.stringify({ id: row.id, key, name: row.name, scopes: held })}\n`);
      else io.out(`${key}\nThis is the key ${row.id} (${row.name}). It is not shown again.\n`);
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
      const rows = await withKeys((db) => apiKeys(db).map((row) => shown(row, Date.now())));
      io.out(json ? `${JSON.stringify(rows)}\n` : rows.map((row) => `${line(row)}\n`).join(''));
    });

  keys
    .command('revoke')
    .summary('end a key for good')
    .argument('<id>', 'the id that `keys list` shows')
    .addHelpText('after', '\nExample:\n  moon-awards keys revoke 3k9xq2m7w4ht')
    .action(async (id: string) => {
      const isRevoked = await withKeys((db) => revokeApiKey(db, id, Date.now()));
      if (!isRevoked)
        throw new CommandError(`There is no key ${id} that could be revoked. \`keys list\` shows all.`);
      io.out(`The key ${id} is revoked.\n`);
    });
}

function scopesIn(text: string): Scope[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .map((name) => {
      if (isScope(name)) return name;
      throw new InvalidArgumentError(
        `There is no scope ${name}. There are ${Object.keys(scopes).join(', ')}.`,
      );
    });
}

function pointsIn(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number, 0 or more.');
  return Number(text);
}

const isoOf = (time: number | null) => (time === null ? null : new Date(time).toISOString());

const shown = (row: ApiKeyRow, now: number) => ({
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

const line = ({ id, name, scopes: held, state, expiresAt, lastUsedAt }: ReturnType<typeof shown>) =>
  `${id}  ${state.padEnd(7)}  ${name}: ${held.join(', ')}; expires ${expiresAt ?? 'never'}, last used ${lastUsedAt ?? 'never'}`;
