import { relative } from 'node:path';
import type { Command } from 'commander';
import { ContentError } from '../../content/content-fault.ts';
import {
  type ContentChange,
  defaultContentFolder,
  type LoadReport,
  loadContent,
} from '../../content/load-content.ts';
import { bringUpToDate, unrenderedLine } from '../bring-up-to-date.ts';
import type { CommandContext } from '../command-context.ts';
import { withDatabase, withNewDatabase } from '../with-database.ts';

interface LoadFlags {
  create?: true;
  force?: true;
  json?: true;
}

export function addLoad(program: Command, { io, config }: CommandContext): void {
  program
    .command('load')
    .summary('bring edited content files into the database')
    .description(
      'Brings the content files of a folder into the database. Every file is checked before anything is written; each fault is named with file and line, and then nothing is written. Loading twice changes nothing; what is no longer in the folder stays in the database and is reported.',
    )
    .argument('[folder]', 'the folder with narratives/, surveys/ and articles/', defaultFolder())
    .option('--force', 'overwrite what was changed through the API since the last load')
    .option('--create', 'make the database when it is missing')
    .option('--json', 'print the report as JSON: the counts and { changes }, or { faults }')
    .addHelpText('after', '\nExample:\n  moon-awards load ./content --json')
    .action(async (folder: string, { create, force, json }: LoadFlags) => {
      try {
        const open = create ? withNewDatabase : withDatabase;
        const report = await open(config().DATABASE_FILE, async (db) => {
          const { unrendered } = await bringUpToDate(db);
          for (const text of unrendered) io.err(`${unrenderedLine(text)}\n`);
          return await loadContent(db, folder, { now: Date.now(), force: force ?? false });
        });
        io.out(json ? `${JSON.stringify(report)}\n` : plain(report));
      } catch (error) {
        if (json && error instanceof ContentError) io.out(`${JSON.stringify({ faults: error.faults })}\n`);
        throw error;
      }
    });
}

/** As one would type it here: faults name files below it. */
const defaultFolder = (): string => relative(process.cwd(), defaultContentFolder) || '.';

const plain = ({ changes, ...counts }: LoadReport): string =>
  `${[...changes.map(line), summary(counts)].join('\n')}\n`;

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
