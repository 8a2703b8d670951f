import { type Command, Option } from 'commander';
import type { Database } from '../../../db/client.ts';
import { settleRunoffHere } from '../../../result/settle-runoff.ts';
import { resultsOfSurveys } from '../../../result/survey-results.ts';
import { surveyBySlug } from '../../../survey/queries.ts';
import { exportResults } from '../../../vote/export-results.ts';
import { type ExportFormat, ExportRefusedError, exportVotes } from '../../../vote/export-votes.ts';
import type { CommandContext } from '../../command-context.ts';
import { CommandError } from '../../command-error.ts';
import { withWriter } from '../../with-writer.ts';

interface ExportFlags {
  survey: string;
  format: ExportFormat;
  tallies?: true;
}

export function addVotesExport(votes: Command, { io, config }: CommandContext): void {
  votes
    .command('export')
    .summary('print the ballots, or the tallies, of a survey that is over')
    .description(
      'Prints the ballots of a survey that is CLOSED or PUBLISHED: random ids, times cut to the hour, in an order unrelated to time, nothing about voters. A choice is a slug, `(no choice)` for a mark that names no option, such as a write-in, or `(overvote)` for a rank with several marks; a skipped rank is empty. `votes import` reads all of these again.',
    )
    .requiredOption('--survey <slug>', 'the survey')
    .addOption(
      new Option('--format <format>', 'CSV, or one JSON object a line')
        .choices(['csv', 'json'])
        .default('csv'),
    )
    .option(
      '--tallies',
      'print rank, narrative, votes, share, votes by channel, name, edition, method, base and revision of each option instead of the ballots',
    )
    .addHelpText(
      'after',
      '\nExample:\n  moon-awards votes export --survey best-2026 --format json > ballots.jsonl',
    )
    .action(async ({ survey, format, tallies }: ExportFlags) => {
      await withWriter(config().DATABASE_FILE, async (db, writer) => {
        try {
          if (tallies) {
            await settleRunoffHere(db, writer, survey);
            io.out(talliesOf(db, survey, format));
          } else for (const piece of exportVotes(db, survey, format)) io.out(piece);
        } catch (error) {
          if (error instanceof ExportRefusedError) throw new CommandError(error.message, { cause: error });
          throw error;
        }
      });
    });
}

function talliesOf(db: Database, slug: string, format: ExportFormat): string {
  const survey = surveyBySlug(db, slug, true);
  if (survey === undefined) throw new ExportRefusedError(`There is no survey \`${slug}\`.`);
  if (survey.state !== 'CLOSED' && survey.state !== 'PUBLISHED') {
    throw new ExportRefusedError(
      `The survey \`${slug}\` is ${survey.state}; tallies are exported once it is CLOSED or PUBLISHED.`,
    );
  }
  return exportResults(survey, resultsOfSurveys(db, [survey]).get(survey.id) ?? [], format);
}
