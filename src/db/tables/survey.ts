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
import { narrative } from './narrative.ts';

export const series = sqliteTable('series', {
  id: integer('id').primaryKey(),
  slug: text('slug').notNull().unique(),
  title: text('title').notNull(),
});

export const surveyStates = ['DRAFT', 'SCHEDULED', 'OPEN', 'CLOSED', 'PUBLISHED', 'CANCELLED'] as const;

export const survey = sqliteTable(
  'survey',
  {
    id: integer('id').primaryKey(),
    slug: text('slug').notNull().unique(),
    title: text('title').notNull(),
    question: text('question').notNull(),
    seriesId: integer('series_id').references(() => series.id),
    edition: integer('edition'),
    /** What clients see. The writer opens and closes a survey by its times (`survey-schedule.ts`). */
    state: text('state', { enum: surveyStates }).notNull(),
    method: text('method', { enum: ['SINGLE_CHOICE', 'APPROVAL', 'RANKED_CHOICE'] }).notNull(),
    maxChoices: integer('max_choices').notNull(),
    /** RANKED_CHOICE: what a rank with several marks does to the ballot. */
    overvote: text('overvote', { enum: ['PASS', 'EXHAUST'] })
      .notNull()
      .default('PASS'),
    resultSource: text('result_source', { enum: ['TALLIED', 'REPORTED'] }).notNull(),
    resultsVisibility: text('results_visibility', { enum: ['LIVE', 'AFTER_CLOSE'] }).notNull(),
    opensAt: integer('opens_at'),
    closesAt: integer('closes_at'),
    publishedAt: integer('published_at'),
    isSample: integer('is_sample', { mode: 'boolean' }).notNull(),
    /**
     * Ballots with at least one valid choice: the base of every share. Null for REPORTED, where it is not
     * known.
     */
    ballots: integer('ballots'),
    /** Those of the ballots that were imported. */
    importedBallots: integer('imported_ballots').notNull().default(0),
    /** The time of the last vote that `ballots` and the options' `votes` count in. */
    countedAt: integer('counted_at'),
    /** From 1; grows when a published result is corrected (`result_revision` keeps the earlier figures). */
    revision: integer('revision').notNull().default(1),
    /** Grows with every change of the figures, so that a count can be reused while it is current. */
    tallyVersion: integer('tally_version').notNull().default(0),
    updatedAt: integer('updated_at').notNull(),
    /**
     * Whether an import is being voided or replaced: readers see the figures from before meanwhile
     * (`correction`).
     */
    isCorrecting: integer('is_correcting', { mode: 'boolean' }).notNull().default(false),
    /** Why the result was published while an import was unfinished; null once none is. */
    unfinishedImportsReason: text('unfinished_imports_reason'),
    /**
     * RANKED_CHOICE only, as the next three: the `tallyVersion` that the last count (`runoff`) has counted.
     */
    runoffVersion: integer('runoff_version').notNull().default(0),
    /** The ballots in that count. */
    runoffBallots: integer('runoff_ballots').notNull().default(0),
    /** The time of the last vote in it. */
    runoffAt: integer('runoff_at'),
    /** Whether voting was over when it was made. */
    isRunoffComplete: integer('runoff_complete', { mode: 'boolean' }).notNull().default(false),
    /** When voting opened, else the start of the edition's year, else 0: the key of the order by date. */
    datedAt: integer('dated_at')
      .notNull()
      .generatedAlwaysAs(
        (): ReturnType<typeof sql> =>
          sql`coalesce(opens_at, unixepoch(printf('%04d-01-01', edition)) * 1000, 0)`,
        { mode: 'virtual' },
      ),
  },
  (table) => [
    uniqueIndex('survey_edition').on(table.seriesId, table.edition),
    index('survey_closing').on(table.closesAt).where(sql`state in ('SCHEDULED', 'OPEN')`),
    index('survey_opening').on(table.opensAt).where(sql`state = 'SCHEDULED'`),
    // Surveys to be counted. `uncountedSurveys` must repeat the condition word for word.
    index('survey_uncounted')
      .on(table.id)
      .where(
        sql`method = 'RANKED_CHOICE' and result_source = 'TALLIED' and is_correcting = 0 and (tally_version > runoff_version or (state in ('CLOSED', 'PUBLISHED') and runoff_complete = 0))`,
      ),
    check('survey_max_choices', sql`${table.maxChoices} between 1 and 64`),
    check('survey_single_choice', sql`${table.method} <> 'SINGLE_CHOICE' or ${table.maxChoices} = 1`),
    check(
      'survey_window',
      sql`${table.closesAt} is null or ${table.opensAt} is null or ${table.closesAt} > ${table.opensAt}`,
    ),
    check('survey_ballots', sql`(${table.resultSource} = 'TALLIED') = (${table.ballots} is not null)`),
    check(
      'survey_reported_state',
      sql`${table.resultSource} = 'TALLIED' or ${table.state} in ('DRAFT', 'PUBLISHED')`,
    ),
  ],
);

export type SurveyRow = typeof survey.$inferSelect;

/**
 * What a survey says about itself, rendered when it is saved. It is a table of its own because few readers of
 * surveys ask for it.
 */
export const surveyDescription = sqliteTable(
  'survey_description',
  {
    surveyId: integer('survey_id')
      .primaryKey()
      .references((): AnySQLiteColumn => survey.id, { onDelete: 'cascade' }),
    markdown: text('markdown').notNull(),
    html: text('html').notNull(),
    text: text('text').notNull(),
    /** The version of the renderer (`rendererVersion`) that made the other forms; 0 for none. */
    renderedBy: integer('rendered_by').notNull().default(0),
  },
  (table) => [index('survey_description_rendered_by').on(table.renderedBy)],
);
export type SeriesRow = typeof series.$inferSelect;

/**
 * One option of a survey with what it received: a count where votes are tallied here, a share where it was
 * reported.
 */
export const surveyOption = sqliteTable(
  'survey_option',
  {
    surveyId: integer('survey_id')
      .notNull()
      .references((): AnySQLiteColumn => survey.id, { onDelete: 'cascade' }),
    narrativeId: integer('narrative_id')
      .notNull()
      .references(() => narrative.id),
    position: integer('position').notNull(),
    votes: integer('votes'),
    /** How many votes name it at any rank. With RANKED_CHOICE `votes` are the first choices. */
    mentions: integer('mentions').notNull().default(0),
    /** Those of the `votes` that were imported. */
    imported: integer('imported').notNull().default(0),
    /** What `votes`, `mentions` and `imported` get once `survey.isCorrecting` ends. */
    pendingVotes: integer('pending_votes').notNull().default(0),
    pendingMentions: integer('pending_mentions').notNull().default(0),
    pendingImported: integer('pending_imported').notNull().default(0),
    /** Hundredths of a percent: integers, so that 30.2 % comes back as 30.2 and shares add up exactly. */
    reportedShare: integer('reported_share'),
  },
  (table) => [
    primaryKey({ columns: [table.surveyId, table.narrativeId] }),
    index('survey_option_narrative').on(table.narrativeId),
    check('survey_option_figure', sql`(${table.votes} is null) <> (${table.reportedShare} is null)`),
    check('survey_option_votes', sql`${table.votes} >= 0`),
    check('survey_option_share', sql`${table.reportedShare} between 0 and 10000`),
  ],
);

export type SurveyOptionRow = typeof surveyOption.$inferSelect;
