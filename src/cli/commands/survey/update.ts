import { type Command, Option } from 'commander';
import type { SurveyRow } from '../../../db/tables/survey.ts';
import { updateSurvey } from '../../../survey/edit-survey.ts';
import { parseInteger, parseTime } from '../../arguments.ts';
import type { CommandContext } from '../../command-context.ts';
import { CommandError } from '../../command-error.ts';
import { accepted } from '../../refusal.ts';
import { surveyLine, surveySummary } from '../../survey-summary.ts';
import { withCurrentDatabase } from '../../with-current-database.ts';

/** False is `--no-...`: the value is removed. */
interface SurveyChanges {
  title?: string;
  question?: string;
  option?: string[];
  method?: SurveyRow['method'];
  visibility?: SurveyRow['resultsVisibility'];
  description?: string | false;
  series?: string | false;
  edition?: number | false;
  maxChoices?: number;
  overvote?: SurveyRow['overvote'];
  opens?: Date | false;
  closes?: Date | false;
}

export function addSurveyUpdate(survey: Command, { io, config }: CommandContext): void {
  survey
    .command('update')
    .summary('change a survey that is still a draft')
    .description('Changes what the options name of a survey that is still a draft; all else stays as it is.')
    .argument('<slug>', "the survey's slug")
    .option('--title <title>', 'the title')
    .option('--question <question>', 'what people answer')
    .option('--option <slugs...>', 'the slugs of all narratives to choose from, in place of those it has')
    .addOption(
      new Option('--method <method>', 'what a ballot may say').choices([
        'SINGLE_CHOICE',
        'APPROVAL',
        'RANKED_CHOICE',
      ]),
    )
    .addOption(
      new Option('--visibility <when>', 'when the result can be seen').choices(['LIVE', 'AFTER_CLOSE']),
    )
    .option('--description <markdown>', 'how the voting works')
    .option('--no-description', 'remove the description')
    .option('--series <slug>', 'the series that it is an edition of; needs --edition')
    .option('--no-series', 'take it out of its series')
    .option('--edition <year>', 'the year that it is about', parseInteger(1900, 9999))
    .option('--no-edition', 'remove the year')
    .option('--max-choices <number>', 'how many options one ballot may name', parseInteger(1, 64))
    .addOption(
      new Option(
        '--overvote <rule>',
        'what a rank with several marks does to its ballot; for RANKED_CHOICE',
      ).choices(['PASS', 'EXHAUST']),
    )
    .option('--opens <time>', 'when voting is to open', parseTime)
    .option('--no-opens', 'remove the time at which voting is to open')
    .option('--closes <time>', 'when voting is to close', parseTime)
    .option('--no-closes', 'remove the time at which voting is to close')
    .option('--json', 'print the survey as `list --json` does')
    .addHelpText(
      'after',
      '\nExample:\n  moon-awards survey update best-2026 --series best --edition 2026 --closes 2027-01-15',
    )
    .action(async (slug: string, { json, ...changes }: SurveyChanges & { json?: true }) => {
      if (Object.values(changes).every((value) => value === undefined))
        throw new CommandError('No option names a change. `survey update --help` lists them.');
      const row = await withCurrentDatabase(config().DATABASE_FILE, async (db) =>
        accepted(await updateSurvey(db, patchOf(slug, changes), { actor: 'cli', now: Date.now() })),
      );
      const summary = surveySummary(row);
      io.out(json ? `${JSON.stringify(summary)}\n` : `${surveyLine(summary)}\n`);
    });
}

const patchOf = (slug: string, changes: SurveyChanges) => ({
  slug,
  title: changes.title,
  question: changes.question,
  options: changes.option,
  method: changes.method,
  resultsVisibility: changes.visibility,
  description: orRemoved(changes.description),
  series: orRemoved(changes.series),
  edition: orRemoved(changes.edition),
  maxChoices: changes.maxChoices,
  overvote: changes.overvote,
  opensAt: orRemoved(changes.opens),
  closesAt: orRemoved(changes.closes),
});

/** Null removes a value, undefined leaves it. */
const orRemoved = <Value>(value: Value | false | undefined): Value | null | undefined =>
  value === false ? null : value;
