import type { Key } from '../db/keyset.ts';
import { asBatch, loadForBatch, loadOne } from '../db/rows/batch.ts';
import type { SurveyRow } from '../db/tables/survey.ts';
import type { VoteRow } from '../db/tables/vote.ts';
import type {
  MutationResolvers,
  QueryResolvers,
  SurveyResolvers,
  SurveyVotesArgs,
  VoteResolvers,
} from '../generated/schema-types.ts';
import { type Connection, connection } from '../graphql/connection.ts';
import type { Context, ReadContext } from '../graphql/context.ts';
import { badUserInput } from '../graphql/errors.ts';
import { globalId } from '../graphql/global-id.ts';
import { maximumSize, pageOf, sizeOf } from '../graphql/page.ts';
import { resultOf } from '../graphql/user-errors.ts';
import { narrativeBySlug } from '../narrative/queries.ts';
import { parseStoredRanking, skippedRank } from '../result/ranking.ts';
import type { Option } from '../survey/option.ts';
import { optionsBySurveyIds } from '../survey/option-queries.ts';
import { surveysByIds, surveysBySlugs } from '../survey/queries.ts';
import { isResultVisible } from '../survey/status.ts';
import { castHour } from './cast-hour.ts';
import { castVote, withdrawVote } from './cast-vote.ts';
import {
  listedSurveyIds,
  mentionsBySurveyIds,
  turnoutBySurveyIds,
  voteByReceipt,
  votePagesBySurveyIds,
  votesByKeys,
  votesByVoters,
} from './queries.ts';
import { type VoterReference, voterHash } from './voter.ts';

export const Query = {
  vote: (_root, { receipt }, { db }) => voteByReceipt(db, receipt) ?? null,
} satisfies Partial<QueryResolvers>;

export const Mutation = {
  castVote: async (_root, { input }, { writer, db, voterSecret, ...context }) => {
    const reference = voterOf(context, input.voter, 'input.voter');
    const { survey, choices } = input;
    const idempotencyKey = textOf(input.idempotencyKey, 'input.idempotencyKey');
    const result = await castVote(writer, db, voterSecret, { ...reference, survey, choices, idempotencyKey });
    return resultOf('CastVote', result, ({ vote, receipt }) => ({ vote, receipt }));
  },
  withdrawVote: async (_root, { input }, { writer, db, voterSecret, ...context }) => {
    const reference = voterOf(context, input.voter, 'input.voter');
    const idempotencyKey = textOf(input.idempotencyKey, 'input.idempotencyKey');
    const result = await withdrawVote(writer, db, voterSecret, {
      ...reference,
      survey: input.survey,
      idempotencyKey,
    });
    return resultOf('WithdrawVote', result, ({ survey }) => ({ survey }));
  },
} satisfies Partial<MutationResolvers>;

export const Vote = {
  id: (vote, _args, { db }) => globalId('Vote', surveyOf(vote, db).slug, vote.id),
  survey: (vote, _args, { db }) => surveyOf(vote, db),
  choices: (vote, _args, { db }) => choicesOf(vote, db),
  castAt: ({ castAt }) => castHour(castAt),
} satisfies Partial<VoteResolvers>;

export const Survey = {
  votes: (survey, args, context) => (areVotesReadable(survey) ? votesOf(survey, args, context) : null),
  viewerVote: (survey, { voter }, context) => viewerVote(survey, voter, context) ?? null,
  turnout: (survey, { interval, first }, { db }) => {
    const size = sizeOf('first', first ?? 100);
    if (survey.resultSource === 'REPORTED' || !isResultVisible(survey)) return null;
    // Read once for any `first`.
    const turnouts = loadForBatch(survey, `turnout ${interval}`, (surveys) =>
      turnoutBySurveyIds(
        db,
        surveys.filter(isResultVisible).map(({ id }) => id),
        interval,
        maximumSize,
      ),
    );
    return turnouts.get(survey.id)?.slice(0, size) ?? [];
  },
} satisfies Partial<SurveyResolvers>;

export const nodes = {
  /** Keys are `survey slug:vote id`. */
  Vote: (keys: readonly string[], { db, seesDrafts }: ReadContext): Map<string, VoteRow> => {
    const parts = keys.map((key): [string, string] => [
      key.slice(0, key.indexOf(':')),
      key.slice(key.indexOf(':') + 1),
    ]);
    const surveys = surveysBySlugs(
      db,
      parts.map(([slug]) => slug),
      seesDrafts,
    );
    const readable = parts.filter(([slug]) => {
      const survey = surveys.get(slug);
      return survey !== undefined && areVotesReadable(survey);
    });
    return votesByKeys(db, readable);
  },
};

/**
 * Until voting is over, the votes would tell the running result. While imports are corrected, they are not
 * those that the result counts.
 */
const areVotesReadable = ({ resultSource, state, isCorrecting }: SurveyRow): boolean =>
  resultSource === 'TALLIED' && ['CLOSED', 'PUBLISHED'].includes(state) && !isCorrecting;

const voteOrder = { name: 'votes', keyOf: ({ id, surveyId }: VoteRow): Key => [id, surveyId] };

function votesOf(
  survey: SurveyRow,
  { filter, ...args }: SurveyVotesArgs,
  { db }: ReadContext,
): Connection<VoteRow> | null {
  const page = pageOf(args, voteOrder.name);
  const slug = filter?.narrative;
  const narrative =
    slug == null ? undefined : loadForBatch(survey, `narrative ${slug}`, () => narrativeBySlug(db, slug));
  if (slug != null && narrative === undefined)
    return connection(
      page,
      voteOrder,
      () => [],
      () => 0,
    );
  const idsOf = (surveys: readonly SurveyRow[]) => surveys.filter(areVotesReadable).map(({ id }) => id);
  if (narrative !== undefined) {
    const listed = loadForBatch(survey, 'listed', (surveys) => listedSurveyIds(db, idsOf(surveys)));
    if (!listed.has(survey.id)) return null;
  }
  const pages = () =>
    loadForBatch(survey, `votes ${JSON.stringify([filter, args])}`, (surveys) => {
      const read = votePagesBySurveyIds(db, idsOf(surveys), page, { narrativeId: narrative?.id });
      asBatch([...read.values()].flat());
      return read;
    });
  const count = () =>
    narrative === undefined
      ? (survey.ballots ?? 0)
      : (loadForBatch(survey, `count of votes for ${narrative.id}`, (surveys) =>
          mentionsBySurveyIds(db, idsOf(surveys), narrative.id),
        ).get(survey.id) ?? 0);
  return connection(page, voteOrder, () => pages().get(survey.id) ?? [], count);
}

function viewerVote(
  survey: SurveyRow,
  voter: string | null | undefined,
  context: Context,
): VoteRow | undefined {
  const reference = voterOf(context, voter, 'voter');
  const votes = loadForBatch(survey, `vote of ${JSON.stringify(reference)}`, (surveys) => {
    const read = votesByVoters(
      context.db,
      surveys.map(({ id, slug }) => [id, voterHash(context.voterSecret, slug, reference)]),
    );
    asBatch([...read.values()]);
    return read;
  });
  return votes.get(survey.id);
}

const surveyOf = (vote: VoteRow, db: ReadContext['db']): SurveyRow => {
  // Who holds a vote may know its survey, whatever became of it.
  const survey = loadOne(
    vote,
    'survey',
    ({ surveyId }) => surveyId,
    (ids) => surveysByIds(db, ids, true),
  );
  if (survey === undefined) throw new Error(`Survey ${vote.surveyId} is missing.`);
  return survey;
};

/**
 * The choices that a count can reach: without skips, marks without a choice, and what follows two skips in a
 * row.
 */
function choicesOf(vote: VoteRow, db: ReadContext['db']): Option[] {
  const optionsById = loadForBatch(vote, 'choices', (votes) => {
    const bySurvey = optionsBySurveyIds(db, [...new Set(votes.map(({ surveyId }) => surveyId))]);
    const options = asBatch([...bySurvey.values()].flat());
    return new Map(options.map((option) => [option.narrative.id, option]));
  });
  const ids = parseStoredRanking(vote.ranking ?? vote.choices);
  return ids.flatMap((id) => (id === skippedRank ? [] : (optionsById.get(id) ?? [])));
}

/** Whose vote it is: with a key the caller says so, with a token the token does. Throws BAD_USER_INPUT. */
function voterOf(
  { viewer }: Pick<Context, 'viewer'>,
  voter: string | null | undefined,
  argument: string,
): VoterReference {
  if (viewer.kind === 'VOTER') {
    if (voter == null) return { caller: 'token', voter: viewer.id };
    throw badUserInput(argument, `\`${argument}\` is given, but the token says who votes. Omit it.`);
  }
  const reference = textOf(voter, argument);
  if (reference !== undefined) return { caller: viewer.id, voter: reference };
  throw badUserInput(
    argument,
    `\`${argument}\` is missing. With an API key, send your own reference to the voter.`,
  );
}

function textOf(text: string | null | undefined, argument: string): string | undefined {
  if (text == null) return undefined;
  if (text.length >= 1 && text.length <= 200) return text;
  throw badUserInput(
    argument,
    `\`${argument}\` has ${text.length} characters; it must have 1 to 200. Send a ${text === '' ? 'longer' : 'shorter'} one.`,
  );
}
