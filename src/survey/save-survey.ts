import { and, eq, ne, notInArray, type SQL, sql } from 'drizzle-orm';
import type { Connection } from '../db/client.ts';
import { list } from '../db/rows/statement.ts';
import { narrative } from '../db/tables/narrative.ts';
import {
  type SeriesRow,
  type SurveyRow,
  series,
  survey,
  surveyDescription,
  surveyOption,
} from '../db/tables/survey.ts';
import { UnknownReferenceError } from '../db/unknown-reference-error.ts';
import { rendererVersion } from '../text/renderer.ts';
import type { RichText } from '../text/rich-text.ts';
import type { SurveyInput } from './survey-input.ts';

/** A survey cannot be changed in this way any more; `field` is the key of its input, as a path with dots. */
export class SurveyChangeError extends Error {
  override name = 'SurveyChangeError';
  readonly field: string;

  constructor(field: string, message: string) {
    super(message);
    this.field = field;
  }
}

const lifecycleKeys = ['status', 'opensAt', 'closesAt'] as const;

/**
 * Keys of the input that were ignored, because the survey is past its draft and other verbs move it
 * on.
 */
export type IgnoredKey = (typeof lifecycleKeys)[number];

/**
 * Writes the survey with this slug, new or not, with its description, which was rendered from `input`;
 * `now` becomes its `updatedAt`. What was counted stays, and so does the status of a TALLIED survey once it
 * has left DRAFT. The caller opens the transaction, and rolls it back on UnknownReferenceError and
 * SurveyChangeError.
 */
export function saveSurvey(
  db: Connection,
  input: SurveyInput,
  description: RichText | undefined,
  now: number,
): { ignored: IgnoredKey[] } {
  const existing = db.select().from(survey).where(eq(survey.slug, input.slug)).get();
  const narratives = narrativeIds(db, input);
  if (existing) refuseChange(db, existing, input, narratives);
  const seriesId = input.series == null ? null : seriesNamed(db, input.series);
  refuseEditionInUse(db, input, seriesId);
  const begun = existing && existing.resultSource === 'TALLIED' && existing.state !== 'DRAFT';
  const { id } = db
    .insert(survey)
    .values({ slug: input.slug, ...valuesOf(input, seriesId, now), ...countsOf(input) })
    .onConflictDoUpdate({
      target: survey.slug,
      set: {
        ...valuesOf(input, seriesId, now),
        // Other writers count; what they have counted is not written here.
        ...(existing?.resultSource !== input.resultSource && countsOf(input)),
        ...(begun && lifecycleOf(existing)),
      },
    })
    .returning({ id: survey.id })
    .get();
  saveDescription(db, id, description);
  saveOptions(db, id, input, narratives);
  if (existing?.seriesId != null && existing.seriesId !== seriesId) dropEmptySeries(db, existing.seriesId);
  return { ignored: begun ? ignoredKeys(existing, input) : [] };
}

/** Replaces the survey's description in all its forms; undefined removes it. */
export function saveDescription(db: Connection, surveyId: number, description: RichText | undefined): void {
  if (description === undefined) {
    db.delete(surveyDescription).where(eq(surveyDescription.surveyId, surveyId)).run();
    return;
  }
  const values = { ...description, renderedBy: rendererVersion };
  db.insert(surveyDescription)
    .values({ surveyId, ...values })
    .onConflictDoUpdate({ target: surveyDescription.surveyId, set: values })
    .run();
}

const lifecycleOf = ({ state, opensAt, closesAt, publishedAt }: SurveyRow) => ({
  state,
  opensAt,
  closesAt,
  publishedAt,
});

/** What counting, corrections and publishing write, and what SQLite computes. */
type CountedColumn =
  | 'ballots'
  | 'importedBallots'
  | 'isCorrecting'
  | 'unfinishedImportsReason'
  | 'countedAt'
  | 'revision'
  | 'tallyVersion'
  | 'runoffVersion'
  | 'runoffBallots'
  | 'runoffAt'
  | 'isRunoffComplete'
  | 'datedAt';

const valuesOf = (
  input: SurveyInput,
  seriesId: number | null,
  now: number,
): Omit<SurveyRow, CountedColumn | 'id' | 'slug'> => ({
  title: input.title,
  question: input.question,
  seriesId,
  edition: input.edition ?? null,
  state: input.status,
  method: input.method,
  maxChoices: input.maxChoices,
  overvote: input.overvote,
  resultSource: input.resultSource,
  resultsVisibility: input.resultsVisibility,
  opensAt: input.opensAt ?? null,
  closesAt: input.closesAt ?? null,
  publishedAt: input.publishedAt ?? null,
  isSample: input.isSample,
  updatedAt: now,
});

/** Before the first vote; a reported result has no ballots at all. */
const countsOf = ({ resultSource }: SurveyInput) => ({
  ballots: resultSource === 'REPORTED' ? null : 0,
  countedAt: null,
});

const optionsOf = ({ resultSource, options, results }: SurveyInput) =>
  resultSource === 'REPORTED'
    ? (results ?? []).map(({ narrative, share }, index) => ({
        slug: narrative,
        reportedShare: share,
        field: `results.${index}.narrative`,
      }))
    : (options ?? []).map((slug, index) => ({ slug, reportedShare: null, field: `options.${index}` }));

/** In the order of the options. */
function narrativeIds(db: Connection, input: SurveyInput): number[] {
  const options = optionsOf(input);
  const rows = db
    .select({ id: narrative.id, slug: narrative.slug })
    .from(narrative)
    .where(sql`${narrative.slug} in (select value from json_each(${list(options.map(({ slug }) => slug))}))`)
    .all();
  const ids = new Map(rows.map((row) => [row.slug, row.id]));
  return options.map(({ slug, field }) => {
    const id = ids.get(slug);
    if (id === undefined) throw new UnknownReferenceError(field, slug, `There is no narrative \`${slug}\`.`);
    return id;
  });
}

/** What voters were promised holds once they have voted. */
function refuseChange(
  db: Connection,
  existing: SurveyRow,
  input: SurveyInput,
  narratives: readonly number[],
): void {
  if (existing.state !== 'DRAFT' && existing.resultSource !== input.resultSource) {
    throw new SurveyChangeError(
      'resultSource',
      `The survey has left DRAFT as ${existing.resultSource}, and stays that. Give the other result a survey of its own.`,
    );
  }
  // Set by the first vote and never removed.
  if (existing.countedAt === null) return;
  for (const key of ['resultSource', 'method', 'overvote', 'resultsVisibility'] as const) {
    if (existing[key] === input[key]) continue;
    throw new SurveyChangeError(key, `People have voted under ${existing[key]}, so it stays that.`);
  }
  refuseOtherOptions(db, existing, narratives);
  if (input.maxChoices < existing.maxChoices) {
    throw new SurveyChangeError(
      'maxChoices',
      `People have voted with up to ${existing.maxChoices} choices; it can only grow.`,
    );
  }
}

/**
 * An option that comes late or goes would make votes that were cast mean something else; their order may
 * change.
 */
function refuseOtherOptions(db: Connection, { id }: SurveyRow, narratives: readonly number[]): void {
  const options = db
    .select({ id: narrative.id, slug: narrative.slug })
    .from(surveyOption)
    .innerJoin(narrative, eq(narrative.id, surveyOption.narrativeId))
    .where(eq(surveyOption.surveyId, id))
    .all();
  const removed = options.find((option) => !narratives.includes(option.id));
  if (removed === undefined && options.length === narratives.length) return;
  throw new SurveyChangeError(
    'options',
    removed === undefined
      ? 'People have voted, so no option can be added.'
      : `People have voted, so \`${removed.slug}\` stays an option. Put it back.`,
  );
}

const othersThan = (surveyId: number, narratives: readonly number[]): SQL | undefined =>
  and(eq(surveyOption.surveyId, surveyId), notInArray(surveyOption.narrativeId, [...narratives]));

function refuseEditionInUse(db: Connection, { slug, edition }: SurveyInput, seriesId: number | null): void {
  if (seriesId === null || edition == null) return;
  const other = db
    .select({ slug: survey.slug })
    .from(survey)
    .where(and(eq(survey.seriesId, seriesId), eq(survey.edition, edition), ne(survey.slug, slug)))
    .get();
  if (other === undefined) return;
  throw new SurveyChangeError('edition', `The series has this edition already: \`${other.slug}\`.`);
}

/** The newest title is stored. */
const seriesNamed = (db: Connection, { slug, title }: { slug: string; title: string }): number =>
  db
    .insert(series)
    .values({ slug, title })
    .onConflictDoUpdate({ target: series.slug, set: { title } })
    .returning({ id: series.id })
    .get().id;

export const insertSeries = (db: Connection, values: { slug: string; title: string }): SeriesRow =>
  db.insert(series).values(values).returning().get();

/** A series lives by its surveys; one whose slug was corrected would stay listed for ever. */
function dropEmptySeries(db: Connection, id: number): void {
  const other = db.select({ id: survey.id }).from(survey).where(eq(survey.seriesId, id)).get();
  if (other === undefined) db.delete(series).where(eq(series.id, id)).run();
}

function saveOptions(
  db: Connection,
  surveyId: number,
  input: SurveyInput,
  narratives: readonly number[],
): void {
  db.delete(surveyOption).where(othersThan(surveyId, narratives)).run();
  const rows = optionsOf(input).map(({ reportedShare }, position) => ({
    surveyId,
    // Both lists come from the same options.
    narrativeId: narratives[position] ?? 0,
    position,
    votes: reportedShare === null ? 0 : null,
    reportedShare,
  }));
  db.insert(surveyOption)
    .values(rows)
    .onConflictDoUpdate({
      target: [surveyOption.surveyId, surveyOption.narrativeId],
      set: {
        position: sql`excluded.position`,
        votes: sql`case when excluded.votes is null then null else coalesce(${surveyOption.votes}, 0) end`,
        reportedShare: sql`excluded.reported_share`,
      },
    })
    .run();
}

const ignoredKeys = (existing: SurveyRow, input: SurveyInput): IgnoredKey[] =>
  lifecycleKeys.filter((key) =>
    key === 'status' ? existing.state !== input.status : input[key] != null && existing[key] !== input[key],
  );
