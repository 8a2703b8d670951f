import type { Command } from 'commander';
import type { Database } from '../../db/client.ts';
import type { Writer } from '../../db/writer.ts';
import { optionsBySurveyIds } from '../../survey/option-queries.ts';
import { surveyBySlug } from '../../survey/queries.ts';
import { castVote } from '../../vote/cast-vote.ts';
import { parseInteger } from '../arguments.ts';
import type { CommandContext } from '../command-context.ts';
import { CommandError } from '../command-error.ts';
import { accepted } from '../refusal.ts';
import { simulatedChoice } from '../simulated-choice.ts';
import { voterSecret } from '../voter-secret.ts';
import { withWriter } from '../with-writer.ts';

interface DemoFlags {
  survey: string;
  rate: number;
  voters: number;
  seconds: number;
}

export function addDemo(program: Command, { io, config }: CommandContext): void {
  program
    .command('demo')
    .summary('let simulated voters vote in a sample survey')
    .description(
      'Lets simulated voters vote in a sample survey, so that live results move. What they like shifts slowly. Surveys that are not samples are refused.',
    )
    .option('--survey <slug>', 'the sample survey', 'sandbox')
    .option('--rate <votes>', 'votes a second, 1 to 1000', parseInteger(1, 1_000), 5)
    .option('--voters <number>', 'how many voters there are', parseInteger(1, 1_000_000), 500)
    .option('--seconds <seconds>', 'how long; until it is stopped when 0', parseInteger(0, 86_400), 0)
    .addHelpText('after', '\nExample:\n  moon-awards demo --rate 20')
    .action(async ({ survey, rate, voters, seconds }: DemoFlags) => {
      const settings = config();
      await withWriter(settings.DATABASE_FILE, async (db, writer) => {
        const choices = optionsOf(db, survey);
        const secret = voterSecret(settings, db, (message) => io.err(`${message}\n`));
        let isStopped = false;
        const stopped = io.stopped().then(() => {
          isStopped = true;
        });
        io.out(`${voters} simulated voters vote in ${survey}, ${rate} votes a second.\n`);
        for (let second = 0; !isStopped && (seconds === 0 || second < seconds); second++) {
          const begun = Date.now();
          await voteFor(writer, db, secret, { survey, choices, voters, second, count: rate });
          io.out(`${surveyBySlug(db, survey, false)?.ballots ?? 0} votes count.\n`);
          // A timer that is left behind would keep the process from ending.
          let timer: NodeJS.Timeout | undefined;
          const nextSecond = new Promise<void>((resolve) => {
            timer = setTimeout(resolve, Math.max(0, begun + 1_000 - Date.now()));
          });
          await Promise.race([stopped, nextSecond]);
          clearTimeout(timer);
        }
      });
    });
}

function optionsOf(db: Database, slug: string): string[] {
  const survey = surveyBySlug(db, slug, true);
  if (survey === undefined)
    throw new CommandError(`There is no survey ${slug}. Load the content first, or start the server once.`);
  if (!survey.isSample)
    throw new CommandError(
      `${slug} is a real survey. Simulated voters vote in samples only, such as sandbox.`,
    );
  return (optionsBySurveyIds(db, [survey.id]).get(survey.id) ?? []).map(({ narrative }) => narrative.slug);
}

async function voteFor(
  writer: Writer,
  db: Database,
  secret: Buffer,
  {
    survey,
    choices,
    voters,
    second,
    count,
  }: { survey: string; choices: readonly string[]; voters: number; second: number; count: number },
): Promise<void> {
  const votes = Array.from({ length: count }, () =>
    castVote(writer, db, secret, {
      survey,
      choices: [simulatedChoice(choices, second, Math.random())],
      caller: 'demo',
      voter: `simulated ${Math.floor(Math.random() * voters)}`,
    }),
  );
  for (const result of await Promise.all(votes)) accepted(result);
}
