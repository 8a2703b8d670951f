import type { Command } from 'commander';
import { settleRunoffHere } from '../../../result/settle-runoff.ts';
import { importVotes } from '../../../vote/import/import-votes.ts';
import type { CommandContext } from '../../command-context.ts';
import { addImportFlags } from '../../import-flags.ts';
import { type AnswerFlags, readAnswers } from '../../read-answers.ts';
import { voterSecret } from '../../voter-secret.ts';
import { withWriter } from '../../with-writer.ts';

export function addVotesImport(votes: Command, { io, config }: CommandContext): void {
  const command = votes
    .command('import')
    .summary('import a file of survey answers')
    .description(
      'Imports a file of survey answers (CSV or TSV, also as .gz), one row a response, while the survey is OPEN or CLOSED. Exports of Google Forms, Typeform, SurveyMonkey, LimeSurvey and Qualtrics are recognised; of other files the columns are named. The file is checked to its end before anything is written; faulty rows are reported and left out. A run that was cut short is resumed by running it again; a second run adds nothing.',
    )
    .argument('<file>', 'the file, with a header')
    .requiredOption('--survey <slug>', 'the survey that was answered');
  addImportFlags(command)
    .option(
      '--write-map <file>',
      'write how each answer is understood as a map, to be edited and given back by --map, and import nothing',
    )
    .option(
      '--dry-run',
      'check the file, print how it is understood and what would result, and import nothing',
    )
    .option('--strict', 'import nothing if a single row is faulty')
    .option('--faults <file>', 'write every faulty row, with its line and reason, to this file')
    .option(
      '--json',
      'print { batch, rows, votes, voters, blank, faulty, filtered, replaced, doubled, added, replacedEarlier, choices, reading, result, refusal, faults }, or { faults } when nothing could be imported',
    )
    .addHelpText(
      'after',
      [
        '',
        'Examples:',
        '  moon-awards votes import --survey best-2026 "Best of 2026 (Responses).csv" --dry-run',
        '  moon-awards votes import --survey best-2026 answers.csv --choice-columns First,Second,Third --map map.json',
        `  moon-awards votes import --survey best-2026 answers.csv.gz --choice-columns '"Best, in your view?"'`,
      ].join('\n'),
    )
    .action(async (file: string, { survey, ...flags }: AnswerFlags & { survey: string }) => {
      const settings = config();
      await readAnswers(file, flags, io, (options) =>
        withWriter(settings.DATABASE_FILE, async (db, writer) => {
          const secret = voterSecret(settings, db, (message) => io.err(`${message}\n`));
          const report = await importVotes(writer, db, secret, { ...options, survey });
          await settleRunoffHere(db, writer, survey);
          return report;
        }),
      );
    });
}
