import { sql } from 'drizzle-orm';
import {
  type AnySQLiteColumn,
  check,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';
import { survey } from './survey.ts';

/**
 * One import of a file of survey answers. Its progress is written with the votes themselves, so that it can
 * be resumed.
 */
export const voteBatch = sqliteTable(
  'vote_batch',
  {
    /** Random, as every id here. */
    id: text('id').primaryKey(),
    surveyId: integer('survey_id')
      .notNull()
      .references(() => survey.id),
    /** SHA-256 of what the file says, unpacked, in hexadecimal. */
    fileDigest: text('file_digest').notNull(),
    /** JSON of what decides how the file is read: format, columns, filters and map. */
    options: text('options').notNull(),
    /** New with each run, so that a run that was overtaken by another writes nothing more. */
    run: text('run').notNull(),
    startedAt: integer('started_at').notNull(),
    finishedAt: integer('finished_at'),
    /** Rows of the file so far; each is one of the counts that follow. */
    rows: integer('rows').notNull(),
    votes: integer('votes').notNull(),
    blank: integer('blank').notNull(),
    faulty: integer('faulty').notNull(),
    /** Rows that are not answers, such as unfinished ones. */
    filtered: integer('filtered').notNull(),
    /** Ballots in whose place a later row of the same voter counts. */
    replaced: integer('replaced').notNull(),
    /** When voiding began. From then on its votes leave the count in parts. */
    voidedAt: integer('voided_at'),
    voidReason: text('void_reason'),
    /** When the result moved by the void. */
    voidFinishedAt: integer('void_finished_at'),
    /** The import that this one replaces: one change, at the end of which the result moves. */
    replaces: text('replaces').references((): AnySQLiteColumn => voteBatch.id),
  },
  (table) => [
    uniqueIndex('vote_batch_file').on(table.surveyId, table.fileDigest).where(sql`voided_at is null`),
    // Imports and voids that have not ended. `isUnfinishedImport` must repeat the condition word for word.
    index('vote_batch_unfinished')
      .on(table.surveyId)
      .where(sql`iif(voided_at is null, finished_at, void_finished_at) is null`),
    check(
      'vote_batch_rows',
      sql`${table.rows} = ${table.votes} + ${table.blank} + ${table.faulty} + ${table.filtered} + ${table.replaced}`,
    ),
    check('vote_batch_void', sql`(${table.voidedAt} is null) = (${table.voidReason} is null)`),
  ],
);

export type VoteBatchRow = typeof voteBatch.$inferSelect;

/**
 * What happened to the votes: triggers let rows be added only, refuse what the survey does not allow, and
 * keep all that follows.
 */
export const voteEvent = sqliteTable(
  'vote_event',
  {
    /** The place in the log. Never public: it would give away the order of votes and how many there are. */
    sequence: integer('sequence').primaryKey(),
    /** Random, 128 bits, so that no index has to hold that they differ. */
    id: text('id').notNull(),
    kind: text('kind', { enum: ['CAST', 'WITHDRAW', 'VOID'] }).notNull(),
    surveyId: integer('survey_id')
      .notNull()
      .references(() => survey.id),
    /** A keyed hash under a key of the survey's own, base64url. */
    voter: text('voter').notNull(),
    /**
     * JSON: narrative ids, best first where they are ranked. Imports also have null for a skipped rank, 0 for
     * a mark without a choice and -1 for an overvote.
     */
    choices: text('choices'),
    /** When the event was written. */
    at: integer('at').notNull(),
    /**
     * When the voter answered, where an imported file says so; else the vote was cast when it was written.
     */
    castAt: integer('cast_at'),
    channel: text('channel', { enum: ['API', 'IMPORT'] }).notNull(),
    /** Random, 128 bits, base64url. */
    receipt: text('receipt'),
    batchId: text('batch_id').references(() => voteBatch.id),
    /** The event that was this voter's vote until now, by its place in the log. */
    replaces: integer('replaces'),
    /**
     * VOID only: the earlier event that is the voter's vote again, because the voided import had replaced it.
     */
    restores: integer('restores'),
  },
  (table) => [
    check('vote_event_kind', sql`${table.kind} in ('CAST', 'WITHDRAW', 'VOID')`),
    check('vote_event_channel', sql`${table.channel} in ('API', 'IMPORT')`),
    check(
      'vote_event_cast',
      sql`(${table.kind} = 'CAST') = (${table.choices} is not null) and (${table.kind} = 'CAST') = (${table.receipt} is not null)`,
    ),
    // Without spaces, since the triggers look for two skips in the text.
    check(
      'vote_event_choices',
      sql`${table.choices} is null or (json_type(${table.choices}) = 'array' and ${table.choices} = json(${table.choices}))`,
    ),
    check('vote_event_batch', sql`(${table.channel} = 'IMPORT') = (${table.batchId} is not null)`),
    check('vote_event_restores', sql`${table.restores} is null or ${table.kind} = 'VOID'`),
    check('vote_event_id', sql`length(${table.id}) >= 22`),
  ],
);

export type VoteEventRow = typeof voteEvent.$inferSelect;

/**
 * The vote of each voter that counts now. Written by the triggers of `vote_event` alone; its own triggers
 * keep every count.
 */
export const vote = sqliteTable(
  'vote',
  {
    surveyId: integer('survey_id')
      .notNull()
      .references(() => survey.id),
    voter: text('voter').notNull(),
    /** That of the event that cast it, as is the next. */
    id: text('id').notNull(),
    sequence: integer('sequence').notNull(),
    choices: text('choices').notNull(),
    /** RANKED_CHOICE only: the choices that a count can reach (`effectiveRanking`), as JSON. */
    ranking: text('ranking'),
    castAt: integer('cast_at').notNull(),
    channel: text('channel', { enum: ['API', 'IMPORT'] }).notNull(),
    receipt: text('receipt').notNull().unique(),
    batchId: text('batch_id'),
  },
  (table) => [
    primaryKey({ columns: [table.surveyId, table.voter] }),
    uniqueIndex('vote_by_id').on(table.surveyId, table.id),
    index('vote_batch_votes').on(table.batchId).where(sql`batch_id is not null`),
    check('vote_ranking', sql`${table.ranking} <> '[]'`),
  ],
);

export type VoteRow = typeof vote.$inferSelect;

/**
 * Which votes name which option, for surveys whose voting is over (`vote_listing`). A vote names the choices
 * that a count can reach, as `ranking` does. WITHOUT ROWID.
 */
export const voteChoice = sqliteTable(
  'vote_choice',
  {
    surveyId: integer('survey_id').notNull(),
    narrativeId: integer('narrative_id').notNull(),
    /** Random, so pages are in an order unrelated to time. */
    voteId: text('vote_id').notNull(),
  },
  (table) => [primaryKey({ columns: [table.surveyId, table.narrativeId, table.voteId] })],
);

/**
 * How far `vote_choice` is filled for a survey whose voting is over. It is filled then, in the order of the
 * index: at each cast it would double the cost of a ranking.
 */
export const voteListing = sqliteTable(
  'vote_listing',
  {
    surveyId: integer('survey_id')
      .primaryKey()
      .references(() => survey.id),
    /** The id of the last vote that is listed, '' before the first, null when all are. */
    listedTo: text('listed_to'),
    /** A trigger lists 2,000 more votes whenever it changes (`vote/listing-writes.ts`). */
    steps: integer('steps').notNull().default(0),
  },
  (table) => [index('vote_listing_unfinished').on(table.surveyId).where(sql`listed_to is not null`)],
);

/** How many votes of a RANKED_CHOICE survey hold one and the same ranking. */
export const rankingCount = sqliteTable(
  'ranking_count',
  {
    surveyId: integer('survey_id')
      .notNull()
      .references(() => survey.id),
    /** JSON: narrative ids, best first. */
    ranking: text('ranking').notNull(),
    count: integer('count').notNull(),
    /** Those that were imported. */
    imported: integer('imported').notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.surveyId, table.ranking] }),
    check('ranking_count_positive', sql`${table.count} >= 0`),
  ],
);

/** The last count of a RANKED_CHOICE survey. `survey.runoffVersion` and its neighbours describe it. */
export const runoff = sqliteTable('runoff', {
  surveyId: integer('survey_id')
    .primaryKey()
    .references(() => survey.id),
  /** The survey's `tallyVersion` that was counted. */
  version: integer('version').notNull(),
  /** JSON (`storedRunoff`): ranks and rounds, with at most 64 options. */
  result: text('result').notNull(),
});

/**
 * A survey whose imports are being voided or replaced. Until that ends, the triggers add what changes here
 * and to the `pending` columns of `survey_option` and `turnout_hour`; the end adds all of it to the figures
 * at once (`vote/import/correction-writes.ts`).
 */
export const correction = sqliteTable('correction', {
  surveyId: integer('survey_id')
    .primaryKey()
    .references(() => survey.id),
  /** What `survey.ballots` and `survey.importedBallots` get. */
  ballots: integer('ballots').notNull().default(0),
  imported: integer('imported').notNull().default(0),
  /** The time of the last event that is pending. */
  countedAt: integer('counted_at'),
  /** How many changes are pending: what `survey.tallyVersion` gets. */
  version: integer('version').notNull().default(0),
});

/** How many of the votes that count now were cast in each hour. */
export const turnoutHour = sqliteTable(
  'turnout_hour',
  {
    surveyId: integer('survey_id')
      .notNull()
      .references(() => survey.id),
    /** Its start. */
    hour: integer('hour').notNull(),
    votes: integer('votes').notNull(),
    /** What `votes` gets once `survey.isCorrecting` ends. */
    pending: integer('pending').notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.surveyId, table.hour] }),
    check('turnout_hour_positive', sql`${table.votes} >= 0`),
  ],
);

/** Which event a caller's idempotency key made; a trigger forgets them when the survey closes. */
export const idempotencyKey = sqliteTable(
  'idempotency_key',
  {
    surveyId: integer('survey_id')
      .notNull()
      .references(() => survey.id),
    /** A keyed hash of caller and key. */
    keyHash: text('key_hash').notNull(),
    sequence: integer('sequence').notNull(),
  },
  (table) => [primaryKey({ columns: [table.surveyId, table.keyHash] })],
);

/**
 * The figures of a published result that was corrected: what stood before, until when and why. Rows can be
 * added only.
 */
export const resultRevision = sqliteTable(
  'result_revision',
  {
    surveyId: integer('survey_id')
      .notNull()
      .references(() => survey.id),
    /** The revision that these are the figures of, from 1. */
    revision: integer('revision').notNull(),
    /** When the next revision took its place. */
    at: integer('at').notNull(),
    reason: text('reason').notNull(),
    /** JSON. */
    figures: text('figures').notNull(),
  },
  (table) => [primaryKey({ columns: [table.surveyId, table.revision] })],
);

export type ResultRevisionRow = typeof resultRevision.$inferSelect;
