import { createReadStream, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { SingleBar } from 'cli-progress';
import { type Command, Option } from 'commander';
import { z } from 'zod';
import { migrate } from '../../db/migrate.ts';
import { ImportRefusedError, type RowFault } from '../../vote/csv-rows.ts';
import { type ExportFormat, ExportRefusedError, exportVotes } from '../../vote/export-votes.ts';
import { type ImportProgress, type ImportReport, importVotes } from '../../vote/import-votes.ts';
import { voidImport } from '../../vote/void-import.ts';
import type { CommandContext } from '../command-context.ts';
import { CommandError } from '../command-error.ts';
import { voterSecret } from '../voter-secret.ts';
import { withDatabase } from '../with-database.ts';
import { taken, withWriter } from '../with-writer.ts';

interface ImportFlags {
  survey: string;
  choiceColumns: string;
  voterColumn?: string;
  map?: string;
  faults?: string;
  dryRun?: true;
  strict?: true;
  json?: true;
}

/** How many faulty rows are shown; all of them go into the file of --faults. */
const shownFaults = 20;

export function addVotes(program: Command, { io, config }: CommandContext): void {
  const votes = program
    .command('votes')
    .summary('import, void and export votes')
    .description(
      'Imports the answers of survey forms as votes, takes an import back, and exports the ballots of a survey that is over.',
    );

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
      'the columns of the choices, separated by commas, best first where they are ranked',
    )
    .option('--voter-column <column>', 'the column that tells voters apart; without it each row is a voter')
    .option('--map <file>', 'a JSON object from cell text to a slug, or to null for a mark that is no choice')
    .option('--dry-run', 'check and report only')
    .option('--strict', 'import nothing if a single row is faulty')
    .option('--faults <file>', 'write every faulty row, with its line and reason, to this file')
    .option('--json', 'print { batch, rows, votes, blank, faulty, added, choices, faults }')
    .addHelpText(
      'after',
      '\nExample:\n  moon-awards votes import --survey best-2026 answers.csv --choice-columns "First,Second,Third" --map map.json',
    )
    .action(async (file: string, flags: ImportFlags) => {
      if (!existsSync(file)) throw new CommandError(`There is no file ${file}.`);
      const faults: RowFault[] = [];
      const progress = progressBar(io.err);
      const settings = config();
      try {
        const report = await withWriter(settings.DATABASE_FILE, (db, writer) =>
          importVotes(writer, db, voterSecret(settings), {
            survey: flags.survey,
            open: () => createReadStream(file),
            choiceColumns: flags.choiceColumns.split(',').map((name) => name.trim()),
            voterColumn: flags.voterColumn,
            map: flags.map === undefined ? undefined : mapIn(flags.map),
            isDryRun: flags.dryRun,
            isStrict: flags.strict,
            onProgress: progress.show,
            onFault: (fault) => {
              if (flags.faults !== undefined || faults.length < shownFaults) faults.push(fault);
            },
          }),
        );
        progress.stop();
        if (flags.faults !== undefined) writeFileSync(flags.faults, faults.map(faultLine).join(''));
        io.out(
          flags.json
            ? `${JSON.stringify({ ...report, faults: faults.slice(0, shownFaults) })}\n`
            : plain(report, faults),
        );
      } catch (error) {
        progress.stop();
        if (error instanceof ImportRefusedError) {
          throw new CommandError([...faults.slice(0, shownFaults).map(faultLine), error.message].join(''), {
            cause: error,
          });
        }
        throw error;
      }
    });

  votes
    .command('void')
    .summary('take all votes of an import out of the count')
    .description(
      'Takes all votes of an import out of the count; the log keeps them, and the reason stands in the audit trail. A published result gets its next revision by it.',
    )
    .requiredOption('--batch <id>', 'the id that the import printed')
    .requiredOption('--reason <text>', 'why')
    .option('--json', 'print { batch, voided, restored }')
    .addHelpText(
      'after',
      '\nExample:\n  moon-awards votes void --batch 0kXJ... --reason "The form counted a test run"',
    )
    .action(async ({ batch, reason, json }: { batch: string; reason: string; json?: true }) => {
      const report = await withWriter(config().DATABASE_FILE, async (db, writer) =>
        taken(await voidImport(writer, db, { batch, reason, actor: 'cli' })),
      );
      io.out(
        json
          ? `${JSON.stringify(report)}\n`
          : `${report.voided} votes no longer count; in ${report.restored} cases the voter's earlier vote counts again.\n`,
      );
    });

  votes
    .command('export')
    .summary('print the ballots of a survey that is over')
    .description(
      'Prints the ballots of a survey that is CLOSED or PUBLISHED: random ids, times cut to the hour, in an order unrelated to time, nothing about voters.',
    )
    .requiredOption('--survey <slug>', 'the survey')
    .addOption(
      new Option('--format <format>', 'CSV, or one JSON object a line')
        .choices(['csv', 'json'])
        .default('csv'),
    )
    .addHelpText(
      'after',
      '\nExample:\n  moon-awards votes export --survey best-2026 --format json > ballots.jsonl',
    )
    .action(async ({ survey, format }: { survey: string; format: ExportFormat }) => {
      await withDatabase(config().DATABASE_FILE, (db) => {
        migrate(db);
        try {
          for (const piece of exportVotes(db, survey, format, Date.now())) io.out(piece);
        } catch (error) {
          if (error instanceof ExportRefusedError) throw new CommandError(error.message, { cause: error });
          throw error;
        }
      });
    });
}

const mapSchema = z.record(z.string(), z.string().nullable());

function mapIn(file: string): Record<string, string | null> {
  try {
    return mapSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new CommandError(`${file}: The map is no JSON object from cell text to a slug or null.`, {
      cause: error,
    });
  }
}

/** A bar with rate and time left on a terminal, nothing elsewhere: the report says how it ended. */
function progressBar(write: (text: string) => void) {
  if (!process.stderr.isTTY) return { show: () => undefined, stop: () => undefined };
  const bar = new SingleBar({
    format: '{phase} {bar} {value}/{total} rows, {eta_formatted} left',
    stream: process.stderr,
    hideCursor: true,
  });
  let phase = '';
  return {
    show: ({ phase: now, rows, total }: ImportProgress) => {
      if (phase === '') bar.start(total ?? rows, 0, { phase: now });
      phase = now;
      if (total !== undefined) bar.setTotal(total);
      else bar.setTotal(Math.max(rows, 1));
      bar.update(rows, { phase: now });
    },
    stop: () => {
      if (phase === '') return;
      bar.stop();
      write('');
    },
  };
}

const faultLine = ({ line, message }: RowFault): string => `line ${line}: ${message}\n`;

const plain = (
  { batch, rows, votes, blank, faulty, added, choices }: ImportReport,
  faults: readonly RowFault[],
): string =>
  [
    ...faults.slice(0, shownFaults).map((fault) => faultLine(fault).trimEnd()),
    ...(faulty > shownFaults ? [`... and ${faulty - shownFaults} more faulty rows`] : []),
    ...Object.entries(choices)
      .sort(([, left], [, right]) => right - left)
      .map(([slug, count]) => `${String(count).padStart(9)}  ${slug}`),
    `${rows} rows: ${votes} votes, ${blank} blank, ${faulty} faulty.`,
    batch === undefined ? 'Nothing was written.' : `${added} votes were added by the import ${batch}.`,
    '',
  ].join('\n');
