import type { Command } from 'commander';
import { findAuditEntries, keyNamesByActors } from '../../access/audit.ts';
import type { Database } from '../../db/client.ts';
import type { AuditEntryRow } from '../../db/tables/access.ts';
import { parseInteger, parseTime } from '../arguments.ts';
import type { CommandContext } from '../command-context.ts';
import { printable } from '../printable.ts';
import { withCurrentDatabase } from '../with-current-database.ts';

interface AuditFlags {
  actor?: string;
  action?: string;
  subject?: string;
  slug?: string;
  since?: Date;
  until?: Date;
  limit: number;
  json?: true;
}

export function addAudit(program: Command, { io, config }: CommandContext): void {
  program
    .command('audit')
    .summary('list who changed what, and when')
    .description(
      'Lists the audit trail, newest first: changes by mutations and commands, loads of content files, imports, voided imports, and API keys. Votes that are cast are not in it.',
    )
    .option('--actor <who>', '`cli`, or an API key by its id or name')
    .option('--action <verb>', 'what was done, such as updateNarrative, loadContent or importVotes')
    .option('--subject <type>', 'Narrative, Survey, Series, Article or ApiKey')
    .option('--slug <slug>', 'the slug of what was changed, or the id of a key')
    .option('--since <time>', 'from this time on', parseTime)
    .option('--until <time>', 'before this time', parseTime)
    .option('--limit <number>', 'how many entries at most, 1 to 100000', parseInteger(1, 100_000), 50)
    .option(
      '--json',
      'print a list of { at, actor, keyName, action, subject, slug, before, after, reason }; before and after are objects or null',
    )
    .addHelpText('after', '\nExample:\n  moon-awards audit --actor site --since 2027-01-01 --json')
    .action(async ({ limit, json, since, until, ...filter }: AuditFlags) => {
      const entries = await withCurrentDatabase(config().DATABASE_FILE, (db) =>
        printedEntries(
          db,
          findAuditEntries(db, { ...filter, since: since?.getTime(), until: until?.getTime() }, limit),
        ),
      );
      io.out(json ? `${JSON.stringify(entries)}\n` : entries.map((entry) => `${line(entry)}\n`).join(''));
    });
}

function printedEntries(db: Database, rows: readonly AuditEntryRow[]) {
  const names = keyNamesByActors(db, [...new Set(rows.map(({ actor }) => actor))]);
  return rows.map(({ at, actor, action, subject, slug, before, after, reason }) => ({
    at: new Date(at).toISOString(),
    actor,
    keyName: names.get(actor) ?? null,
    action,
    subject,
    slug,
    before: parsed(before),
    after: parsed(after),
    reason,
  }));
}

const parsed = (json: string | null): unknown => (json === null ? null : JSON.parse(json));

function line({
  at,
  actor,
  keyName,
  action,
  subject,
  slug,
  before,
  after,
  reason,
}: ReturnType<typeof printedEntries>[number]): string {
  const who = keyName === null ? actor : `${actor} (${keyName})`;
  const keys = changedKeys(before, after);
  const what = keys.length === 0 ? '' : `: ${keys.join(', ')}`;
  return printable(
    `${at}  ${who}  ${action}  ${subject} ${slug}${what}${reason === null ? '' : ` (${reason})`}`,
  );
}

/** The keys whose values differ; all values are in the entry as JSON. */
function changedKeys(before: unknown, after: unknown): string[] {
  if (!isRecord(before) || !isRecord(after)) return [];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
