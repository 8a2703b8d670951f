import { onTestFinished } from 'vitest';
import type { Database } from '../../src/db/client.ts';
import { narrative } from '../../src/db/tables/narrative.ts';
import { type SurveyRow, survey, surveyOption } from '../../src/db/tables/survey.ts';
import { openWriter, type Writer, type WriterOptions } from '../../src/db/writer.ts';
import { settleRunoffHere } from '../../src/result/settle-runoff.ts';
import { resultsOfSurveys } from '../../src/result/survey-results.ts';
import { surveyBySlug } from '../../src/survey/queries.ts';
import { type CastVote, type CastVoteInput, castVote, withdrawVote } from '../../src/vote/cast-vote.ts';
import type { BallotRefusal, VoteRefusal } from '../../src/vote/refusal.ts';
import { emptyDatabase } from '../support/database.ts';

export const secret = Buffer.from('a secret of the tests, as long as it needs to be');
export const noon = Date.UTC(2026, 2, 2, 12, 30);
export const hour = 3_600_000;

export interface Voting {
  db: Database;
  writer: Writer;
  /** The writer's: `now` passes by itself, and the machine's clock is off by `jump`. In milliseconds. */
  clock: { now: number; jump: number };
  cast: (
    choices: readonly string[],
    input?: Partial<CastVoteInput>,
  ) => Promise<CastVote | VoteRefusal | BallotRefusal>;
  withdraw: (input?: Partial<CastVoteInput>) => ReturnType<typeof withdrawVote>;
  /** Counts rankings, as a server does once a second. */
  settle: (slug?: string) => Promise<void>;
  survey: (slug?: string) => SurveyRow;
  /** Votes by slug, best first. */
  result: (slug?: string) => Record<string, number | null>;
}

/**
 * A database with narratives `a` to `d`, in which the survey `vote` is open for all of them, and its
 * writer.
 */
export function startVoting(
  changes: Partial<typeof survey.$inferInsert> = {},
  { slugs = ['a', 'b', 'c', 'd'], ...options }: WriterOptions & { slugs?: readonly string[] } = {},
): Voting {
  const db = emptyDatabase();
  db.insert(narrative)
    .values(slugs.map((slug) => narrativeRow(slug)))
    .run();
  addSurvey(db, changes, slugs);
  const clock = { now: noon, jump: 0 };
  const writer = openWriter(db.$client.name, {
    clock: () => ({ wall: clock.now + clock.jump, monotonic: clock.now }),
    ...options,
  });
  onTestFinished(() => writer.close());
  const defaults = { survey: 'vote', caller: 'key:site', voter: 'ann' };
  return {
    db,
    writer,
    clock,
    cast: (choices, input) => castVote(writer, db, secret, { ...defaults, choices, ...input }),
    withdraw: (input) => withdrawVote(writer, db, secret, { ...defaults, ...input }),
    settle: (slug = 'vote') => settleRunoffHere(db, writer, slug),
    survey: (slug = 'vote') => surveyNamed(db, slug),
    result: (slug = 'vote') => {
      const row = surveyNamed(db, slug);
      const results = resultsOfSurveys(db, [row]).get(row.id) ?? [];
      return Object.fromEntries(results.map(({ narrative, votes }) => [narrative.slug, votes]));
    },
  };
}

export const narrativeRow = (slug: string): typeof narrative.$inferInsert => ({
  slug,
  name: `The ${slug}`,
  shortName: slug.toUpperCase(),
  summary: '',
  keyPoints: '[]',
  relatedProjects: '[]',
  updatedAt: 0,
});

export function addSurvey(
  db: Database,
  changes: Partial<typeof survey.$inferInsert>,
  slugs: readonly string[],
): number {
  const { id } = db
    .insert(survey)
    .values({
      slug: 'vote',
      title: 'Vote',
      question: 'Which?',
      state: 'OPEN',
      method: 'SINGLE_CHOICE',
      maxChoices: 1,
      resultSource: 'TALLIED',
      resultsVisibility: 'LIVE',
      isSample: false,
      ballots: 0,
      updatedAt: 0,
      ...changes,
    })
    .returning({ id: survey.id })
    .get();
  const ids = new Map(
    db
      .select()
      .from(narrative)
      .all()
      .map((row) => [row.slug, row.id]),
  );
  db.insert(surveyOption)
    .values(
      slugs.map((slug, position) => ({ surveyId: id, narrativeId: ids.get(slug) ?? 0, position, votes: 0 })),
    )
    .run();
  return id;
}

function surveyNamed(db: Database, slug: string): SurveyRow {
  const row = surveyBySlug(db, slug, true);
  if (row === undefined) throw new Error(`There is no survey ${slug}.`);
  return row;
}

export const codeOf = (value: object): string => ('code' in value ? String(value.code) : 'accepted');

export function accepted(result: CastVote | VoteRefusal | BallotRefusal): CastVote {
  if ('code' in result) throw new Error(`Refused: ${result.message}`);
  return result;
}
