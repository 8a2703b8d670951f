import { createReadStream, existsSync, type ReadStream, readFileSync, statSync } from 'node:fs';
import type { Command } from 'commander';
import { z } from 'zod';
import { settleRunoffHere } from '../../../result/settle-runoff.ts';
import { ImportRefusedError, type RowFault } from '../../../vote/import/csv-rows.ts';
import type { ImportReport } from '../../../vote/import/import-plan.ts';
import { importVotes } from '../../../vote/import/import-votes.ts';
import { parseColumns } from '../../arguments.ts';
import type { CommandContext } from '../../command-context.ts';
import { CommandError } from '../../command-error.ts';
import { faultLine, openFaultFile } from '../../fault-file.ts';
import { importProgress } from '../../import-progress.ts';
import { printable } from '../../printable.ts';
import { voterSecret } from '../../voter-secret.ts';
import { withWriter } from '../../with-writer.ts';

interface ImportFlags {
  survey: string;
  choiceColumns: string[];
  voterColumn?: string;
  map?: string;
  faults?: string;
  dryRun?: true;
  strict?: true;
  json?: true;
}

/** How many faulty rows are shown; all of them go into the file of --faults. */
const shownFaults = 20;

export function addVotesImport(votes: Command, { io, config }: CommandContext): void {
  votes
    .command('import')
    .summary('take in a CSV file of survey answers')
    .description(
      'Takes in a CSV file (also .gz) of survey answers, one row a voter, while the survey is OPEN or CLOSED. The file is checked to its end before anything is written; faulty rows are reported and left out. A run that was cut short is taken up again by running it again; a second run adds nothing.',
    )
    .argument('<file>', 'the CSV file, with a header')
    .requiredOption('--survey <slug>', 'the survey that was answered')
    .requiredOption(
      '--choice-columns <columns>',
      'the columns of the choices, separated by commas, best first where they are ranked; a name that has a comma stands in double quotes; given again, the option adds columns',
      parseColumns,
    )
    .option('--voter-column <column>', 'the column that tells voters apart; without it each row is a voter')
    .option('--map <file>', 'a JSON object from cell text to a slug, or to null for a mark that is no choice')
    .option('--dry-run', 'check and report only')
    .option('--strict', 'import nothing if a single row is faulty')
    .option('--faults <file>', 'write every faulty row, with its line and reason, to this file')
    .option(
      '--json',
      'print { batch, rows, votes, blank, faulty, added, choices, faults }, or { faults } when nothing could be imported',
    )
    .addHelpText(
      'after',
      [
        '',
        'Examples:',
        '  moon-awards votes import --survey best-2026 answers.csv --choice-columns First,Second,Third --map map.json',
        `  moon-awards votes import --survey best-2026 answers.csv.gz --choice-columns '"Best, in your view?"' --dry-run`,
      ].join('\n'),
    )
    .action(async (file: string, flags: ImportFlags) => {
      refuseUnreadable(file, flags.faults);
      const map = flags.map === undefined ? undefined : mapIn(flags.map);
      const settings = config();
      const faults: RowFault[] = [];
      const faultFile = flags.faults === undefined ? undefined : openFaultFile(flags.faults);
      const source = measured(file);
      const progress = importProgress({
        write: io.err,
        terminal: process.stderr.isTTY ? process.stderr : undefined,
        clock: Date.now,
      });
      try {
        const report = await withWriter(settings.DATABASE_FILE, async (db, writer) => {
          const imported = await importVotes(
            writer,
            db,
            voterSecret(settings, db, (message) => io.err(`${message}\n`)),
            {
              survey: flags.survey,
              open: source.open,
              choiceColumns: flags.choiceColumns,
              voterColumn: flags.voterColumn?.trim(),
              map,
              isDryRun: flags.dryRun,
              isStrict: flags.strict,
              onProgress: (step) => progress.show(step, source.fraction()),
              onFault: (fault) => {
                if (faults.length < shownFaults) faults.push(fault);
                faultFile?.add(fault);
              },
            },
          );
          await settleRunoffHere(db, writer, flags.survey);
          return imported;
        });
        progress.stop();
        io.out(flags.json ? `${JSON.stringify({ ...report, faults })}\n` : plain(report, faults));
      } catch (error) {
        progress.stop();
        if (!(error instanceof ImportRefusedError)) throw error;
        if (flags.json) io.out(`${JSON.stringify({ faults })}\n`);
        throw new CommandError([...faults.map(faultLine), printable(error.message)].join(''), {
          cause: error,
        });
      } finally {
        faultFile?.close();
      }
    });
}

/** A pipe has nothing left for the second reading, by which time an import has begun. */
function refuseUnreadable(file: string, faultFile: string | undefined): void {
  if (file !== '-' && !existsSync(file)) throw new CommandError(`There is no file ${file}.`);
  const about = file === '-' ? undefined : statSync(file);
  if (!about?.isFile()) {
    throw new CommandError(
      `${file} is no file on disk. It is read twice, once to be checked and once to be written: save the answers to a file first.`,
    );
  }
  if (faultFile === undefined || !existsSync(faultFile)) return;
  const { dev, ino } = statSync(faultFile);
  if (dev === about.dev && ino === about.ino) {
    throw new CommandError(`--faults names the file of the answers itself. Choose another file for it.`);
  }
}

/** The file, and how much of it was read since it was opened last. */
function measured(file: string): { open: () => ReadStream; fraction: () => number } {
  const { size } = statSync(file);
  let latest: ReadStream | undefined;
  return {
    open: () => {
      latest = createReadStream(file);
      return latest;
    },
    fraction: () => Math.min(1, (latest?.bytesRead ?? 0) / Math.max(size, 1)),
  };
}

const mapSchema = z.record(z.string(), z.string().nullable());

function mapIn(file: string): Record<string, string | null> {
  const text = readFileSync(file, 'utf8');
  try {
    return mapSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new CommandError(`${file}: The map is no JSON object from cell text to a slug or null.`, {
      cause: error,
    });
  }
}

const plain = (
  { batch, rows, votes, blank, faulty, added, choices }: ImportReport,
  faults: readonly RowFault[],
): string =>
  [
    ...faults.map((fault) => faultLine(fault).trimEnd()),
    ...(faulty > faults.length ? [`... and ${faulty - faults.length} more faulty rows`] : []),
    ...Object.entries(choices)
      .sort(([, left], [, right]) => right - left)
      .map(([slug, count]) => `${String(count).padStart(9)}  ${slug}`),
    `${rows} rows: ${votes} votes, ${blank} blank, ${faulty} faulty.`,
    batch === undefined ? 'Nothing was written.' : `${added} votes were added by the import ${batch}.`,
    '',
  ].join('\n');
