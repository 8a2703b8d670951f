import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import type { Command } from 'commander';
import { ContentError } from '../../content/content-fault.ts';
import {
  type ContentChange,
  defaultContentFolder,
  type LoadReport,
  loadContent,
} from '../../content/load-content.ts';
import type { Database } from '../../db/client.ts';
import { isOutdated, migrate } from '../../db/migrate.ts';
import { bringUpToDate, unrenderedLine } from '../bring-up-to-date.ts';
import type { CommandContext } from '../command-context.ts';
import { CommandError } from '../command-error.ts';
import { withDatabase, withNewDatabase } from '../with-database.ts';

interface LoadFlags {
  check?: true;
  create?: true;
  force?: true;
  json?: true;
}

export function addLoad(program: Command, { io, config }: CommandContext): void {
  program
    .command('load')
    .summary('bring edited content files into the database')
    .description(
      'Brings the content files of a folder into the database. Every file is checked before anything is written; each fault is named with file and line, and then nothing is written. Loading twice changes nothing; what is no longer in the folder stays in the database and is reported. docs/content.md describes the files.',
    )
    .argument('[folder]', 'the folder with narratives/, surveys/ and articles/', defaultFolder())
    .option('--check', 'check the files and print what would change, but write nothing')
    .option('--create', 'make the database when it is missing; with --check, check as if for a new one')
    .option('--force', 'overwrite what was changed through the API since the last load')
    .option('--json', 'print the report as JSON: the counts and { changes }, or { faults }')
    .addHelpText(
      'after',
      '\nExample:\n  moon-awards load ./content --check\n  moon-awards load ./content --json',
    )
    .action(async (folder: string, { check, create, force, json }: LoadFlags) => {
      const file = config().DATABASE_FILE;
      const options = { now: Date.now(), force: force ?? false };
      const load = async (db: Database) => {
        const { unrendered } = await bringUpToDate(db);
        for (const text of unrendered) io.err(`${unrenderedLine(text)}\n`);
        return await loadContent(db, folder, options);
      };
      const checkFiles = (db: Database) => {
        if (isOutdated(db))
          throw new CommandError(`${file} is of an earlier version. Run \`migrate\` before the check.`);
        return loadContent(db, folder, { ...options, isCheck: true });
      };
      const checkWithout = (db: Database) => {
        migrate(db);
        return checkFiles(db);
      };
      try {
        const open = create ? withNewDatabase : withDatabase;
        const isWithout = check && create && !existsSync(file);
        const report = isWithout
          ? await withNewDatabase(':memory:', checkWithout)
          : await open(file, check ? checkFiles : load);
        io.out(json ? `${JSON.stringify(report)}\n` : plain(report, check));
      } catch (error) {
        if (json && error instanceof ContentError) io.out(`${JSON.stringify({ faults: error.faults })}\n`);
        throw error;
      }
    });
}

/** As one would type it here: faults name files below it. */
const defaultFolder = (): string => relative(process.cwd(), defaultContentFolder) || '.';

const plain = ({ changes, ...counts }: LoadReport, isCheck: true | undefined): string =>
  [
    ...changes.map(line),
    `${summary(counts)}${isCheck ? ' Nothing was written: this was a check.' : ''}`,
    '',
  ].join('\n');

const line = ({ kind, slug, outcome, ignoredKeys }: ContentChange): string =>
  `${outcome.padEnd(8)} ${kind} ${slug}${notes[outcome]}${ignoredNote(ignoredKeys)}`;

const notes: Record<ContentChange['outcome'], string> = {
  added: '',
  changed: '',
  skipped: ': changed through the API since the last load, so not written; --force overwrites it',
  missing: ': no longer in the folder; it stays in the database',
};

const ignoredNote = (keys: readonly string[]): string =>
  keys.length === 0 ? '' : ` (not ${keys.join(', ')}: the survey is past its draft)`;

const summary = (counts: Omit<LoadReport, 'changes'>): string =>
  `${Object.entries(counts)
    .filter(([name, count]) => count > 0 || ['added', 'changed', 'unchanged'].includes(name))
    .map(([name, count]) => `${count} ${name}`)
    .join(', ')}.`;
