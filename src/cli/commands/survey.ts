import { type Command, Option } from 'commander';
import type { Database } from '../../db/client.ts';
import type { SurveyRow } from '../../db/tables/survey.ts';
import type { Writer } from '../../db/writer.ts';
import { rankedResultsOfSurveys } from '../../result/ranked-results.ts';
import { settleRunoffHere } from '../../result/settle-runoff.ts';
import { surveyResults } from '../../result/survey-results.ts';
import { createSurvey } from '../../survey/edit-survey.ts';
import {
  cancelSurvey,
  closeSurvey,
  openSurvey,
  publishSurvey,
  scheduleSurvey,
} from '../../survey/lifecycle-writes.ts';
import { surveyPage } from '../../survey/list-queries.ts';
import { optionTalliesBySurveyIds } from '../../survey/option-queries.ts';
import { surveyBySlug } from '../../survey/queries.ts';
import { isResultVisible } from '../../survey/status.ts';
import type { Refusal } from '../../text/refusal.ts';
import { listVotes } from '../../vote/listing-writes.ts';
import { parseInteger, parseTime } from '../arguments.ts';
import type { CommandContext } from '../command-context.ts';
import { CommandError } from '../command-error.ts';
import { everyRow } from '../every-row.ts';
import { accepted } from '../refusal.ts';
import { surveyLine, surveySummary } from '../survey-summary.ts';
import { withCurrentDatabase } from '../with-current-database.ts';
import { withWriter } from '../with-writer.ts';
import { addSurveyUpdate } from './survey/update.ts';

interface Times {
  opens?: Date;
  closes?: Date;
  json?: true;
}

interface StepFlags extends Times {
  reason?: string;
  withUnfinished?: true;
}

interface NewSurvey extends Times {
  slug: string;
  title: string;
  question: string;
  option: string[];
  method: SurveyRow['method'];
  description?: string;
  series?: string;
  edition?: number;
  maxChoices?: number;
  overvote: SurveyRow['overvote'];
  visibility: SurveyRow['resultsVisibility'];
}

const actor = 'cli';

/** What the example of a step shows besides the survey. */
const examples: Partial<Record<string, string>> = {
  schedule: ' --opens 2027-01-01T12:00:00Z --closes 2027-01-15',
  open: ' --closes 2027-01-15',
  cancel: ' --reason "Too few nominations"',
};

export function addSurvey(program: Command, { io, config }: CommandContext): void {
  const file = () => config().DATABASE_FILE;
  const print = (row: SurveyRow, json: true | undefined) => {
    const summary = surveySummary(row);
    io.out(json ? `${JSON.stringify(summary)}\n` : `${surveyLine(summary)}\n`);
  };
  const survey = program
    .command('survey')
    .summary('prepare surveys and take them through their life')
    .description(
      'Prepares surveys and takes them through their life: DRAFT, SCHEDULED, OPEN, CLOSED, PUBLISHED, or CANCELLED.',
    )
    .addHelpText('after', '\nExample:\n  moon-awards survey list');

  survey
    .command('list')
    .summary('list all surveys, drafts included, newest first')
    .option(
      '--json',
      'print a list of { slug, title, status, method, voteCount, opensAt, closesAt, publishedAt }',
    )
    .addHelpText('after', '\nExample:\n  moon-awards survey list')
    .action(async ({ json }: Times) => {
      const rows = await withCurrentDatabase(file(), (db) => allSurveys(db).map((row) => surveySummary(row)));
      io.out(json ? `${JSON.stringify(rows)}\n` : rows.map((row) => `${surveyLine(row)}\n`).join(''));
    });

  survey
    .command('show')
    .summary('show a survey with its figures, running ones included')
    .argument('<slug>', "the survey's slug")
    .option(
      '--json',
      'print what `list --json` prints, with { question, maxChoices, overvote, resultsVisibility, isResultVisible, isSample, revision, results: [{ rank, narrative, votes, share }] }',
    )
    .addHelpText('after', '\nExample:\n  moon-awards survey show sandbox')
    .action(async (slug: string, { json }: Times) => {
      const details = await withWriter(file(), async (db, writer) => {
        await settleRunoffHere(db, writer, slug);
        return surveyDetails(db, slug);
      });
      io.out(json ? `${JSON.stringify(details)}\n` : plain(details));
    });

  survey
    .command('create')
    .summary('add a survey as a draft')
    .requiredOption('--slug <slug>', 'its short name in URLs')
    .requiredOption('--title <title>', 'the title')
    .requiredOption('--question <question>', 'what people answer')
    .requiredOption('--option <slugs...>', 'the slugs of the narratives to choose from; 2 to 64')
    .addOption(
      new Option('--method <method>', 'what a ballot may say')
        .choices(['SINGLE_CHOICE', 'APPROVAL', 'RANKED_CHOICE'])
        .default('SINGLE_CHOICE'),
    )
    .addOption(
      new Option('--visibility <when>', 'when the result can be seen')
        .choices(['LIVE', 'AFTER_CLOSE'])
        .default('AFTER_CLOSE'),
    )
    .option('--description <markdown>', 'how the voting works')
    .option('--series <slug>', 'the series that it is an edition of; needs --edition')
    .option('--edition <year>', 'the year that it is about', parseInteger(1900, 9999))
    .option('--max-choices <number>', 'how many options one ballot may name', parseInteger(1, 64))
    .addOption(
      new Option('--overvote <rule>', 'what a rank with several marks does to its ballot; for RANKED_CHOICE')
        .choices(['PASS', 'EXHAUST'])
        .default('PASS'),
    )
    .option('--opens <time>', 'when voting is to open', parseTime)
    .option('--closes <time>', 'when voting is to close', parseTime)
    .option('--json', 'print the survey as `list --json` does')
    .addHelpText(
      'after',
      '\nExample:\n  moon-awards survey create --slug best-2026 --title "Best of 2026" --question "Which?" --option ai depin rwa',
    )
    .action(async ({ json, option, visibility, opens, closes, ...input }: NewSurvey) => {
      const draft = {
        ...input,
        options: option,
        resultsVisibility: visibility,
        opensAt: opens,
        closesAt: closes,
      };
      const row = await withCurrentDatabase(file(), async (db) =>
        accepted(await createSurvey(db, draft, { actor, now: Date.now() })),
      );
      print(row, json);
    });

  addSurveyUpdate(survey, { io, config });

  const step = (
    name: string,
    summary: string,
    take: (writer: Writer, db: Database, slug: string, flags: StepFlags) => Promise<SurveyRow | Refusal>,
    options: readonly ('opens' | 'closes' | 'reason' | 'withUnfinished')[] = [],
  ) => {
    const command = survey.command(name).summary(summary).argument('<slug>', "the survey's slug");
    if (options.includes('opens'))
      command.option('--opens <time>', 'when voting opens; else what the survey has', parseTime);
    if (options.includes('closes'))
      command.option('--closes <time>', 'when voting closes; else what the survey has', parseTime);
    if (options.includes('reason')) command.option('--reason <text>', 'why, for the audit trail');
    if (options.includes('withUnfinished')) {
      command
        .option('--with-unfinished', 'publish although an import is unfinished; needs --reason')
        .option('--reason <text>', 'why, for the readers of the result');
    }
    command
      .option('--json', 'print the survey as `list --json` does')
      .addHelpText('after', `\nExample:\n  moon-awards survey ${name} best-2026${examples[name] ?? ''}`)
      .action(async (slug: string, flags: StepFlags) => {
        print(accepted(await withWriter(file(), (db, writer) => take(writer, db, slug, flags))), flags.json);
      });
  };
  step(
    'schedule',
    'announce a draft: it opens, and closes, by itself',
    (writer, db, slug, { opens, closes }) =>
      scheduleSurvey(writer, db, {
        survey: slug,
        actor,
        opensAt: opens?.getTime(),
        closesAt: closes?.getTime(),
      }),
    ['opens', 'closes'],
  );
  step(
    'open',
    'open voting at once',
    (writer, db, slug, { closes }) =>
      openSurvey(writer, db, { survey: slug, actor, closesAt: closes?.getTime() }),
    ['closes'],
  );
  step('close', 'end voting at once', async (writer, db, slug) => {
    const closed = await closeSurvey(writer, db, { survey: slug, actor });
    await settleRunoffHere(db, writer, slug);
    await listVotes(writer, db);
    return closed;
  });
  step(
    'publish',
    'publish the result',
    async (writer, db, slug, { withUnfinished, reason }) => {
      if ((withUnfinished === undefined) !== (reason === undefined)) {
        throw new CommandError(
          '--with-unfinished and --reason go together: the reason says why a result with an unfinished import is published.',
        );
      }
      await settleRunoffHere(db, writer, slug);
      return publishSurvey(writer, db, { survey: slug, actor, unfinishedImportsReason: reason });
    },
    ['withUnfinished'],
  );
  step(
    'cancel',
    'call it off, without a result',
    (writer, db, slug, { reason }) => cancelSurvey(writer, db, { survey: slug, actor, reason }),
    ['reason'],
  );
}

const allSurveys = (db: Database): SurveyRow[] =>
  surveyPage(db, everyRow, { seesDrafts: true }, { field: 'DATE', isDescending: true });

/** Operators see running figures, also those that are hidden from the public. */
function surveyDetails(db: Database, slug: string) {
  const row = surveyBySlug(db, slug, true);
  if (row === undefined) throw new CommandError(`There is no survey ${slug}. \`survey list\` shows all.`);
  const options = optionTalliesBySurveyIds(db, [row.id]);
  const ranked = rankedResultsOfSurveys(db, [row], options).get(row.id);
  const results = surveyResults(row, options.get(row.id) ?? [], ranked).map(
    ({ rank, narrative, votes, share }) => ({ rank, narrative: narrative.slug, votes, share }),
  );
  return {
    ...surveySummary(row),
    question: row.question,
    maxChoices: row.maxChoices,
    overvote: row.overvote,
    resultsVisibility: row.resultsVisibility,
    isResultVisible: isResultVisible(row),
    isSample: row.isSample,
    revision: row.revision,
    results,
  };
}

function plain(survey: ReturnType<typeof surveyDetails>): string {
  const width = Math.max(...survey.results.map(({ votes }) => String(votes ?? '').length));
  return [
    surveyLine(survey),
    `Opens: ${survey.opensAt ?? 'not set'}. Closes: ${survey.closesAt ?? 'not set'}. Published: ${survey.publishedAt ?? 'not yet'}.`,
    ...(survey.isResultVisible ? [] : ['The public cannot see these figures now.']),
    ...survey.results.map(
      ({ rank, narrative, votes, share }) =>
        `${String(rank).padStart(4)}  ${share.toFixed(1).padStart(5)} %  ${String(votes ?? '').padStart(width)}  ${narrative}`,
    ),
    '',
  ].join('\n');
}
