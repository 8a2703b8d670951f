import type { Command } from 'commander';
import type { Database } from '../../../db/client.ts';
import { inSnapshot } from '../../../db/snapshot.ts';
import { optionsBySurveyIds } from '../../../survey/option-queries.ts';
import { surveyBySlug } from '../../../survey/queries.ts';
import { keptCount, type Recount, recount } from '../../../vote/recount-queries.ts';
import { aligned } from '../../aligned.ts';
import type { CommandContext } from '../../command-context.ts';
import { CommandError } from '../../command-error.ts';
import { withCurrentDatabase } from '../../with-current-database.ts';

export function addVotesRecount(votes: Command, { io, config }: CommandContext): void {
  votes
    .command('recount')
    .summary("compare a survey's stored counts with its log of votes")
    .description(
      'Counts a survey again from its log of votes, and compares that with the counts that the database keeps: ballots, votes and mentions of each option, and ballots by ranking. Changes nothing; exits 1 when they differ. Works while a server is running.',
    )
    .requiredOption('--survey <slug>', 'the survey')
    .option(
      '--json',
      'print { survey, agrees, ballots, options, rankings }; each count is { counted, stored }, options is a list of { narrative, votes, mentions }, rankings is null unless RANKED_CHOICE',
    )
    .addHelpText('after', '\nExample:\n  moon-awards votes recount --survey best-2026')
    .action(async ({ survey, json }: { survey: string; json?: true }) => {
      // One state of the database: votes that come in meanwhile change the log and the counts together.
      const report = await withCurrentDatabase(config().DATABASE_FILE, (db) =>
        inSnapshot(db.$client, () => recountReport(db, survey)),
      );
      io.out(json ? `${JSON.stringify(report)}\n` : plain(report));
      if (!report.agrees)
        throw new CommandError(`The stored counts of ${survey} differ from its log of votes.`);
    });
}

interface Count {
  counted: number;
  stored: number;
}

interface RecountReport {
  survey: string;
  agrees: boolean;
  ballots: Count;
  options: { narrative: string; votes: Count; mentions: Count }[];
  /** Different rankings, and how many of them have another number of ballots; null unless RANKED_CHOICE. */
  rankings: (Count & { differing: number }) | null;
}

function recountReport(db: Database, slug: string): RecountReport {
  const survey = surveyBySlug(db, slug, true);
  if (survey === undefined) throw new CommandError(`There is no survey ${slug}. \`survey list\` shows all.`);
  if (survey.resultSource === 'REPORTED') {
    throw new CommandError(`The result of ${slug} was published elsewhere: it has no votes to be counted.`);
  }
  const [counted, stored] = [recount(db, survey), keptCount(db, survey)];
  const ballots = { counted: counted.ballots, stored: stored.ballots };
  const options = (optionsBySurveyIds(db, [survey.id]).get(survey.id) ?? []).map(({ narrative }) => ({
    narrative: narrative.slug,
    votes: countOf(counted.votes, stored.votes, narrative.id),
    mentions: countOf(counted.mentions, stored.mentions, narrative.id),
  }));
  const rankings = survey.method === 'RANKED_CHOICE' ? rankingsOf(counted, stored) : null;
  const counts = [ballots, ...options.flatMap(({ votes, mentions }) => [votes, mentions])];
  const agrees = counts.every(isEqual) && (rankings?.differing ?? 0) === 0;
  return { survey: slug, agrees, ballots, options, rankings };
}

const isEqual = ({ counted, stored }: Count): boolean => counted === stored;

const countOf = (counted: Record<number, number>, stored: Record<number, number>, id: number): Count => ({
  counted: counted[id] ?? 0,
  stored: stored[id] ?? 0,
});

function rankingsOf({ rankings: counted }: Recount, { rankings: stored }: Recount) {
  const every = new Set([...Object.keys(counted), ...Object.keys(stored)]);
  const differing = [...every].filter((ranking) => (counted[ranking] ?? 0) !== (stored[ranking] ?? 0));
  return {
    counted: Object.keys(counted).length,
    stored: Object.keys(stored).length,
    differing: differing.length,
  };
}

function plain({ survey, agrees, ballots, options, rankings }: RecountReport): string {
  if (agrees) return `${survey}: ${ballots.counted} ballots; the stored counts agree with the log.\n`;
  const rows = [
    { name: 'ballots', ...ballots },
    ...options.map(({ narrative, votes }) => ({ name: `votes of ${narrative}`, ...votes })),
    ...options.map(({ narrative, mentions }) => ({ name: `mentions of ${narrative}`, ...mentions })),
  ].filter((count) => !isEqual(count));
  return [
    ...aligned(rows.map(({ name, counted, stored }) => [name, counted, 'counted', stored, 'stored'])),
    ...(rankings === null || rankings.differing === 0
      ? []
      : [`${rankings.differing} rankings have another number of ballots`]),
    '',
  ].join('\n');
}
