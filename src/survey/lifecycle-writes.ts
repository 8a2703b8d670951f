import type { Database } from '../db/client.ts';
import type { SurveyRow } from '../db/tables/survey.ts';
import type { VoteBatchRow } from '../db/tables/vote.ts';
import { UnavailableError, type Writer } from '../db/writer.ts';
import type { BoundStatement, SqlValue } from '../db/writer-message.ts';
import { invalidField, notFound, type Refusal } from '../text/refusal.ts';
import { auditWrite, editedWrite } from './audit-writes.ts';
import { type LifecycleStep, stateAfter, statesBefore } from './lifecycle.ts';
import { surveyBySlug } from './queries.ts';
import { isCountCurrent } from './status.ts';
import { isUnfinishedImport, unfinishedImportsOfSurvey } from './unfinished-import-queries.ts';

/** Why a survey did not take a step. */
export type StepRefusal = Refusal<'NOT_FOUND' | 'SURVEY_STATE'>;

/** Why a survey did not take a step for which times are given. */
type TimedStepRefusal = Refusal<'NOT_FOUND' | 'SURVEY_STATE' | 'INVALID_INPUT'>;

type PublishRefusal = TimedStepRefusal | Refusal<'UNFINISHED_IMPORT'>;

export interface StepInput {
  /** The survey's slug. */
  survey: string;
  /** `key:ID`, or `cli`. */
  actor: string;
}

export interface ScheduleInput extends StepInput {
  /** Milliseconds since 1970; what the survey has already when omitted. */
  opensAt?: number | null | undefined;
  closesAt?: number | null | undefined;
}

/** Announces a draft: voting opens by itself at `opensAt`, and closes at `closesAt` if there is one. */
export const scheduleSurvey = (
  writer: Writer,
  db: Database,
  { opensAt, closesAt, ...input }: ScheduleInput,
): Promise<SurveyRow | TimedStepRefusal> =>
  step(writer, db, 'SCHEDULE', input, (survey, now) => {
    const opens = opensAt ?? survey.opensAt;
    const closes = closesAt ?? survey.closesAt;
    if (opens === null || opens <= now) {
      const asked = opens === null ? 'There is no `opensAt`' : '`opensAt` is in the past';
      return invalidField('opensAt', `${asked}; give a time to come, or open the survey at once.`);
    }
    if (closes !== null && closes <= opens) {
      return invalidField('closesAt', '`closesAt` is not after `opensAt`; give a later time, or none.');
    }
    return { opens_at: opens, closes_at: closes };
  });

/** Opens the vote at once. */
export const openSurvey = (
  writer: Writer,
  db: Database,
  { closesAt, ...input }: Omit<ScheduleInput, 'opensAt'>,
): Promise<SurveyRow | TimedStepRefusal> =>
  step(writer, db, 'OPEN', input, (survey, now) => {
    const closes = closesAt ?? survey.closesAt;
    if (closes !== null && closes <= now) {
      return invalidField(
        'closesAt',
        '`closesAt` has passed, so that voting would be over at once; give a time to come.',
      );
    }
    return { opens_at: writerTime, closes_at: closes };
  });

/** Ends the vote at once. */
export const closeSurvey = (
  writer: Writer,
  db: Database,
  input: StepInput,
): Promise<SurveyRow | StepRefusal> => step(writer, db, 'CLOSE', input, () => ({ closes_at: writerTime }));

export interface PublishInput extends StepInput {
  /**
   * Why the result is published although an import is unfinished; readers see it. Without it that is
   * refused.
   */
  unfinishedImportsReason?: string | null | undefined;
}

/** Publishes the result of a closed survey, or a reported one. */
export const publishSurvey = (
  writer: Writer,
  db: Database,
  { unfinishedImportsReason, ...input }: PublishInput,
): Promise<SurveyRow | PublishRefusal> =>
  step(
    writer,
    db,
    'PUBLISH',
    input,
    ({ id, resultSource, publishedAt }) => {
      const columns: Columns = {
        // A reported result keeps the date of its publication elsewhere.
        published_at: resultSource === 'REPORTED' && publishedAt !== null ? publishedAt : writerTime,
      };
      if (unfinishedImportsReason?.trim() === '') {
        return invalidField(
          'unfinishedImportsReason',
          'The reason is empty; give one that readers understand.',
        );
      }
      const unfinished = unfinishedImportsOfSurvey(db, id);
      if (unfinished.length === 0) return columns;
      if (unfinishedImportsReason == null) return unfinishedImport(input.survey, unfinished);
      return { ...columns, unfinished_imports_reason: unfinishedImportsReason };
    },
    unfinishedImportsReason ?? undefined,
  );

/** Calls a survey off; a result will not follow. */
export const cancelSurvey = (
  writer: Writer,
  db: Database,
  { reason, ...input }: StepInput & { reason?: string | undefined },
): Promise<SurveyRow | StepRefusal> => step(writer, db, 'CANCEL', input, () => ({}), reason);

/** Stands for the time of the transaction. */
const writerTime = Symbol('the time of the transaction');

type Columns = Partial<
  Record<'opens_at' | 'closes_at' | 'published_at', number | null | typeof writerTime> & {
    unfinished_imports_reason: string;
  }
>;

const actions: Record<LifecycleStep, string> = {
  SCHEDULE: 'scheduleSurvey',
  OPEN: 'openSurvey',
  CLOSE: 'closeSurvey',
  PUBLISH: 'publishSurvey',
  CANCEL: 'cancelSurvey',
};

/** An edit between the look and the write needs another look. Editors are few. */
const maximumLooks = 10;

/**
 * Of two that take a step at once one succeeds: the state is part of the statement's condition. Throws
 * UnavailableError.
 */
async function step<Refused extends Refusal['code'] = never>(
  writer: Writer,
  db: Database,
  step: LifecycleStep,
  { survey: slug, actor }: StepInput,
  columnsOf: (survey: SurveyRow, now: number) => Columns | Refusal<Refused>,
  reason?: string,
): Promise<SurveyRow | StepRefusal | Refusal<Refused>> {
  for (let looks = 0; looks < maximumLooks; looks += 1) {
    // Writes scheduled openings and closings, so that the state below is current.
    const { now } = await writer.write([]);
    const survey = surveyBySlug(db, slug, true);
    if (survey === undefined) return notFound('survey', slug, 'survey');
    const state = stateAfter(survey, step);
    if (state === undefined) return wrongState(survey, step);
    const columns = columnsOf(survey, now);
    if ('code' in columns) return columns;
    const { results } = await writer.write([
      stepWrite(survey, step, state, columns),
      auditWrite({
        actor,
        action: actions[step],
        slug,
        before: { status: survey.state },
        after: { status: state, ...chosenTimes(columns) },
        reason,
      }),
      editedWrite(slug),
    ]);
    const latest = surveyBySlug(db, slug, true) ?? survey;
    if (results[0]?.changes === 1) return { ...latest, ...written(results[0].rows[0]) };
    if (step === 'PUBLISH' && latest.state === survey.state && !isCountCurrent(latest)) {
      return stillCounting(latest);
    }
  }
  throw new UnavailableError(
    `The survey \`${slug}\` is being edited again and again. Try again in a moment.`,
  );
}

/** `isCountCurrent` in SQL: a published result counts every vote. */
const isCounted =
  "(method <> 'RANKED_CHOICE' or result_source = 'REPORTED' or runoff_version = tally_version)";

const hasNoUnfinishedImport = `not exists (
  select 1 from vote_batch where survey_id = survey.id and ${isUnfinishedImport}
)`;

function stepWrite(survey: SurveyRow, step: LifecycleStep, state: string, columns: Columns): BoundStatement {
  const params: Record<string, SqlValue> = {
    id: survey.id,
    state,
    from: JSON.stringify(statesBefore(step, survey.resultSource)),
    version: survey.updatedAt,
  };
  const set = Object.entries(columns).map(([column, value]) => {
    if (typeof value !== 'symbol') {
      params[column] = value;
      return `${column} = @${column}`;
    }
    // A survey that is closed in the millisecond in which it opened was open for one. One whose end passed
    // while the writer doubted the time keeps that end.
    return column === 'closes_at'
      ? 'closes_at = max(min(@now, coalesce(closes_at, @now)), coalesce(opens_at + 1, 0))'
      : `${column} = @now`;
  });
  return {
    // What the step was checked against (times, options) has not been edited in between.
    sql: `update survey set ${['state = @state', 'updated_at = @now', ...set].join(', ')}
      where id = @id and state in (select value from json_each(@from)) and updated_at = @version
        and ${step === 'PUBLISH' ? isCounted : 'true'}
        and ${step === 'PUBLISH' && columns.unfinished_imports_reason === undefined ? hasNoUnfinishedImport : 'true'}
      returning state, opens_at, closes_at, published_at, updated_at`,
    params,
  };
}

/** The row as it was written, whatever snapshot the reader of this turn looks at. */
const written = (row: Readonly<Record<string, SqlValue>> | undefined): Partial<SurveyRow> =>
  row === undefined
    ? {}
    : {
        // The columns of the statement above.
        state: row.state as SurveyRow['state'],
        opensAt: row.opens_at as number | null,
        closesAt: row.closes_at as number | null,
        publishedAt: row.published_at as number | null,
        updatedAt: row.updated_at as number,
      };

const fieldNames: Readonly<Record<string, string>> = {
  opens_at: 'opensAt',
  closes_at: 'closesAt',
  published_at: 'publishedAt',
  unfinished_imports_reason: 'unfinishedImportsReason',
};

/**
 * The times that were chosen, as the API names and writes them; the time of the step itself is that of the
 * entry.
 */
const chosenTimes = (columns: Columns): Record<string, SqlValue> =>
  Object.fromEntries(
    Object.entries(columns).flatMap(([column, value]) =>
      typeof value === 'symbol'
        ? []
        : [[fieldNames[column] ?? column, typeof value === 'number' ? new Date(value).toISOString() : value]],
    ),
  );

function unfinishedImport(slug: string, unfinished: readonly VoteBatchRow[]): Refusal<'UNFINISHED_IMPORT'> {
  const [first, ...others] = unfinished;
  const what =
    first?.voidedAt == null
      ? `The import \`${first?.id}\` has not come to its end`
      : `The void of the import \`${first.id}\` has not come to its end`;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  return {
    code: 'UNFINISHED_IMPORT',
    message: `${what}${more}, so that the result of the survey \`${slug}\` would be half a result. Run the command again, or void the import; or publish with \`unfinishedImportsReason\`, which readers see.`,
    path: ['survey'],
  };
}

const stillCounting = ({ slug }: SurveyRow): Refusal<'SURVEY_STATE'> => ({
  code: 'SURVEY_STATE',
  message: `The votes of the survey \`${slug}\` are still being counted; try again in a moment.`,
  path: ['survey'],
});

function wrongState(survey: SurveyRow, step: LifecycleStep): Refusal<'SURVEY_STATE'> {
  const before = statesBefore(step, survey.resultSource);
  const way =
    before.length === 0
      ? 'a survey with a reported result has no such step'
      : `this step is taken from ${before.join(' or ')}`;
  return {
    code: 'SURVEY_STATE',
    message: `The survey \`${survey.slug}\` is ${survey.state}; ${way}.`,
    path: ['survey'],
  };
}
