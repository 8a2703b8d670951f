import { and, eq, getTableColumns, type SQL, sql } from 'drizzle-orm';
import type { Database } from '../db/client.ts';
import {
  type Keyset,
  keysetOrder,
  keysetParameters,
  keysetShape,
  keysetWhere,
  type Page,
} from '../db/keyset.ts';
import { markPrivate } from '../db/rows/read-set.ts';
import { isIn, list, statement, statements } from '../db/rows/statement.ts';
import { narrative } from '../db/tables/narrative.ts';
import { survey, surveyOption } from '../db/tables/survey.ts';
import {
  idempotencyKey,
  turnoutHour,
  type VoteEventRow,
  type VoteRow,
  vote,
  voteChoice,
  voteEvent,
  voteListing,
} from '../db/tables/vote.ts';

const optionIds = statement((db) =>
  db
    .select({ slug: narrative.slug, id: narrative.id })
    .from(surveyOption)
    .innerJoin(narrative, eq(narrative.id, surveyOption.narrativeId))
    .where(eq(surveyOption.surveyId, sql.placeholder('surveyId')))
    .prepare(),
);

/** The options of a survey: narrative ids by slug. */
export const optionIdsBySlug = (db: Database, surveyId: number): Map<string, number> =>
  new Map(
    optionIds(db)
      .all({ surveyId })
      .map(({ slug, id }) => [slug, id]),
  );

const keyed = statement(
  (db) =>
    db
      .select({ event: voteEvent })
      .from(idempotencyKey)
      .innerJoin(voteEvent, eq(voteEvent.sequence, idempotencyKey.sequence))
      .where(
        and(
          eq(idempotencyKey.surveyId, sql.placeholder('surveyId')),
          eq(idempotencyKey.keyHash, sql.placeholder('keyHash')),
        ),
      )
      .prepare(),
  { votes: ({ event }) => event.surveyId },
);

/** What a caller's idempotency key (an `idempotencyHash`) made. */
export const voteEventByKey = (db: Database, surveyId: number, keyHash: string): VoteEventRow | undefined =>
  keyed(db).get({ surveyId, keyHash })?.event;

const byReceipt = statement(
  (db) =>
    db
      .select()
      .from(vote)
      .where(eq(vote.receipt, sql.placeholder('receipt')))
      .prepare(),
  { votes: ({ surveyId }) => surveyId },
);

/** The vote with this receipt, while it counts. */
export function voteByReceipt(db: Database, receipt: string): VoteRow | undefined {
  // A receipt is a secret between voter and caller.
  markPrivate();
  return byReceipt(db).get({ receipt });
}

const byKeys = statement(
  (db) =>
    db
      .select({ surveySlug: survey.slug, vote })
      .from(sql`json_each(${sql.placeholder('keys')}) as asked`)
      .innerJoin(survey, sql`${survey.slug} = asked.value ->> 0`)
      .innerJoin(vote, sql`${vote.surveyId} = ${survey.id} and ${vote.id} = asked.value ->> 1`)
      .prepare(),
  { votes: ({ vote }) => vote.surveyId },
);

/** Votes that count now, by `survey slug:vote id`. The caller checks whether they may be published. */
export const votesByKeys = (
  db: Database,
  keys: readonly (readonly [surveySlug: string, id: string])[],
): Map<string, VoteRow> =>
  new Map(
    byKeys(db)
      .all({ keys: JSON.stringify(keys) })
      .map((row) => [`${row.surveySlug}:${row.vote.id}`, row.vote]),
  );

const byVoters = statement(
  (db) =>
    db
      .select({ vote })
      .from(sql`json_each(${sql.placeholder('voters')}) as asked`)
      .innerJoin(vote, sql`${vote.surveyId} = asked.value ->> 0 and ${vote.voter} = asked.value ->> 1`)
      .prepare(),
  { votes: ({ vote }) => vote.surveyId },
);

/** The vote of a voter (a `voterHash`) in each survey, by the survey's id. */
export const votesByVoters = (
  db: Database,
  voters: readonly (readonly [surveyId: number, voter: string])[],
): Map<number, VoteRow> =>
  new Map(
    byVoters(db)
      .all({ voters: JSON.stringify(voters) })
      .map((row) => [row.vote.surveyId, row.vote]),
  );

/** By the random id, which has nothing to do with time; a cursor's key is `[vote.id, vote.surveyId]`. */
const randomOrder: Keyset = { by: vote.id, id: vote.surveyId, isDescending: false };
const namingOrder: Keyset = { by: voteChoice.voteId, id: voteChoice.surveyId, isDescending: false };

const idsOfPage = (shape: string): SQL => {
  const limit = sql.placeholder('limit');
  if (!shape.includes('narrative')) {
    const between = keysetWhere(randomOrder, shape) ?? sql`true`;
    return sql`(select ${vote.id} from ${vote} where ${vote.surveyId} = asked.value and ${between}
      order by ${keysetOrder(randomOrder, shape)} limit ${limit})`;
  }
  const between = keysetWhere(namingOrder, shape) ?? sql`true`;
  return sql`(select ${voteChoice.voteId} from ${voteChoice}
    where ${voteChoice.surveyId} = asked.value and ${voteChoice.narrativeId} = ${sql.placeholder('narrativeId')} and ${between}
    order by ${keysetOrder(namingOrder, shape)} limit ${limit})`;
};

// The cross join makes the surveys the outer loop.
const pages = statements(
  (db, shape) =>
    db
      .select(getTableColumns(vote))
      .from(sql`json_each(${sql.placeholder('surveyIds')}) as asked`)
      .crossJoin(vote)
      .where(sql`${vote.surveyId} = asked.value and ${vote.id} in ${idsOfPage(shape)}`)
      .orderBy(vote.surveyId, keysetOrder(randomOrder, shape))
      .prepare(),
  { votes: 'surveyIds' },
);

export interface VoteListFilter {
  /** Only for surveys in `listedSurveyIds`. */
  narrativeId?: number | undefined;
}

/** One page of each survey's votes in an order unrelated to time, with one row more if the list goes on. */
export const votePagesBySurveyIds = (
  db: Database,
  ids: readonly number[],
  page: Page,
  { narrativeId }: VoteListFilter = {},
): Map<number, VoteRow[]> =>
  Map.groupBy(
    pages(db, `${keysetShape(page)}${narrativeId === undefined ? '' : ' narrative'}`).all({
      ...keysetParameters(page),
      surveyIds: list(ids),
      narrativeId,
    }),
    ({ surveyId }) => surveyId,
  );

const listed = statement((db) =>
  db
    .select({ id: voteListing.surveyId })
    .from(voteListing)
    .where(and(isIn(voteListing.surveyId, 'surveyIds'), sql`${voteListing.listedTo} is null`))
    .prepare(),
);

/** Those of the surveys for which `vote_choice` is complete. */
export const listedSurveyIds = (db: Database, ids: readonly number[]): Set<number> =>
  new Set(
    listed(db)
      .all({ surveyIds: list(ids) })
      .map(({ id }) => id),
  );

const unlisted = statement((db) =>
  db
    .select({ one: sql`1` })
    .from(voteListing)
    .where(sql`${voteListing.listedTo} is not null`)
    .limit(1)
    .prepare(),
);

/** Whether `vote_choice` is incomplete for a survey whose voting is over. */
export const hasUnlistedVotes = (db: Database): boolean => unlisted(db).get() !== undefined;

const mentions = statement(
  (db) =>
    db
      .select({ surveyId: surveyOption.surveyId, mentions: surveyOption.mentions })
      .from(surveyOption)
      .where(
        and(
          isIn(surveyOption.surveyId, 'surveyIds'),
          eq(surveyOption.narrativeId, sql.placeholder('narrativeId')),
        ),
      )
      .prepare(),
  { votes: 'surveyIds' },
);

/** How many votes of each survey name the narrative. (All of a survey's votes are its `ballots`.) */
export const mentionsBySurveyIds = (
  db: Database,
  ids: readonly number[],
  narrativeId: number,
): Map<number, number> =>
  new Map(
    mentions(db)
      .all({ surveyIds: list(ids), narrativeId })
      .map((row) => [row.surveyId, row.mentions]),
  );

export type TurnoutInterval = 'HOUR' | 'DAY' | 'WEEK';

export interface TurnoutBucket {
  surveyId: number;
  /** The start of the interval, in UTC; weeks begin on Monday. */
  at: number;
  votes: number;
}

const hour = 3_600_000;
const day = 24 * hour;
const starts: Record<TurnoutInterval, SQL> = {
  HOUR: sql`${turnoutHour.hour}`,
  DAY: sql.raw(`(hour - hour % ${day})`),
  // 1970 began on a Thursday; its first Monday was the fifth.
  WEEK: sql.raw(`(hour - (hour - ${4 * day}) % ${7 * day})`),
};

const hours: Record<TurnoutInterval, number> = { HOUR: 1, DAY: 24, WEEK: 7 * 24 };

// The first `limit` intervals have at most this many hours, so no more are read.
const turnouts = statements(
  (db, shape: TurnoutInterval) =>
    db
      .select({
        surveyId: turnoutHour.surveyId,
        at: sql<number>`${starts[shape]}`.as('at'),
        votes: sql<number>`sum(${turnoutHour.votes})`.as('votes'),
      })
      .from(sql`json_each(${sql.placeholder('surveyIds')}) as asked`)
      .crossJoin(turnoutHour)
      .where(
        // An hour without a visible vote belongs to a correction that has not ended.
        sql`${turnoutHour.surveyId} = asked.value and ${turnoutHour.votes} > 0 and ${turnoutHour.hour} in (
        select hour from turnout_hour where survey_id = asked.value and votes > 0
        order by hour limit ${sql.placeholder('limit')} * ${sql.raw(String(hours[shape]))})`,
      )
      .groupBy(turnoutHour.surveyId, sql`2`)
      .orderBy(turnoutHour.surveyId, sql`2`)
      .prepare(),
  { votes: 'surveyIds' },
);

/** When the votes that count were cast, earliest first; intervals without a vote are left out. */
export const turnoutBySurveyIds = (
  db: Database,
  ids: readonly number[],
  interval: TurnoutInterval,
  first: number,
): Map<number, TurnoutBucket[]> =>
  new Map(
    [
      ...Map.groupBy(
        turnouts(db, interval).all({ surveyIds: list(ids), limit: first }),
        ({ surveyId }) => surveyId,
      ),
    ].map(([id, buckets]) => [id, buckets.slice(0, first)]),
  );
