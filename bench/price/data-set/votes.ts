import type { Database } from '../../../src/db/client.ts';
import { surveyBySlug } from '../../../src/survey/queries.ts';
import { voteEventWrites } from '../../../src/vote/cast-writes.ts';
import { optionIdsBySlug } from '../../../src/vote/queries.ts';
import { type Random, seededRandom } from '../../random.ts';
import type { Size } from './size.ts';
import { opensAt, surveys, votedSurveys } from './surveys.ts';

const hour = 3_600_000;

/** Votes are cast over so many hours, so that every interval of the turnout has many. */
const hours = 2_400;

export const votesEndAt: number = opensAt + hours * hour;

/** Draws the stored form of a ballot: the ids of narratives. */
type Ballot = (options: readonly number[], random: Random) => number[];

/** The first options get more votes than the last. */
const single: Ballot = (options, random) => [
  options[Math.floor(options.length * random.fraction() ** 2)] ?? 0,
];

/** Most ballots approve a few options, one in ten all of them. Choices are stored in the order of ids. */
const approvals: Ballot = (options, random) =>
  random
    .sample(options, random.below(10) === 0 ? options.length : random.between(1, 8))
    .sort((left, right) => left - right);

/**
 * All options in random order: almost every ballot is a different ranking, and no option has a majority until
 * most are eliminated.
 */
const fullRanking: Ballot = (options, random) => random.sample(options, options.length);

const ballots: Readonly<Record<string, Ballot>> = {
  SINGLE_CHOICE: single,
  APPROVAL: approvals,
  RANKED_CHOICE: fullRanking,
};

/** Writes votes with the statement of `castVote`; the triggers of the log maintain the counts. */
function castVotes(db: Database, slug: string, count: number, random: Random): void {
  const survey = surveyBySlug(db, slug, true);
  const ballot = ballots[survey?.method ?? ''];
  if (survey === undefined || ballot === undefined) throw new Error(`There is no survey ${slug}.`);
  const options = [...optionIdsBySlug(db, survey.id).values()];
  const [{ sql } = { sql: '' }] = voteEventWrites(eventOf(survey.id, '[]', random));
  const statement = db.$client.prepare(sql);
  for (let place = 0; place < count; place += 1) {
    const [{ params } = { params: {} }] = voteEventWrites(
      eventOf(survey.id, JSON.stringify(ballot(options, random)), random),
    );
    const written = statement.all({
      ...params,
      now: opensAt + random.below(hours) * hour + random.below(hour),
    });
    if (written.length !== 1) throw new Error(`The log refused a vote in ${slug}.`);
  }
}

const eventOf = (surveyId: number, choices: string, random: Random) => ({
  id: random.id(),
  receipt: random.id(),
  surveyId,
  // As long as the hash of a voter.
  voter: `${random.id()}${random.id()}`.slice(0, 43),
  choices,
  keyHash: undefined,
});

export function fillVotes(db: Database, size: Size): void {
  const random = seededRandom(3);
  const others = votedSurveys(size.surveys).filter((slug) => {
    const row = surveyBySlug(db, slug, true);
    return row?.state === 'OPEN' && row.resultSource === 'TALLIED';
  });
  const counts: [string, number][] = [
    [surveys.single, size.singleVotes],
    [surveys.approval, size.approvalVotes],
    [surveys.ranked, size.rankedVotes],
    [surveys.runoff, size.runoffVotes],
    ...others.map((slug): [string, number] => [slug, Math.ceil(size.otherVotes / others.length)]),
  ];
  for (const [slug, count] of counts) db.$client.transaction(() => castVotes(db, slug, count, random))();
}
