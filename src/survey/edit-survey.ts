import { audited, type Editor } from '../access/audited.ts';
import type { Database } from '../db/client.ts';
import type { SurveyRow } from '../db/tables/survey.ts';
import { UnknownReferenceError } from '../db/unknown-reference-error.ts';
import {
  brokenRule,
  type Failure,
  invalidInput,
  isFailure,
  notFound,
  slugTaken,
  surveyNotEditable,
  unknownReference,
} from '../graphql/user-errors.ts';
import { optionsBySurveyIds } from './option-queries.ts';
import { seriesByIds, seriesBySlug, surveyBySlug } from './queries.ts';
import { SurveyChangeError, saveSurvey } from './save-survey.ts';
import { surveyInput } from './survey-input.ts';

/** An input of `createSurvey` or `updateSurvey`: a series is named by its slug, times are dates. */
export interface SurveyEdit {
  slug: string;
  series?: string | null | undefined;
  opensAt?: Date | null | undefined;
  closesAt?: Date | null | undefined;
}

/** Adds a survey as a draft; `input` is checked as a content file is. */
export const createSurvey = (db: Database, input: SurveyEdit, editor: Editor): SurveyRow | Failure =>
  save(db, 'createSurvey', input.slug, editor, (existing) =>
    existing === undefined ? { status: 'DRAFT', ...fileOf(db, input) } : slugTaken('survey', input.slug),
  );

/** Values that null removes; of all others null, as undefined, leaves what there is. */
const removable = ['description', 'series', 'edition', 'opensAt', 'closesAt'];

/** Changes a survey that is still a draft. */
export const updateSurvey = (db: Database, patch: SurveyEdit, editor: Editor): SurveyRow | Failure =>
  save(db, 'updateSurvey', patch.slug, editor, (existing) => {
    if (existing === undefined) return notFound('survey', patch.slug);
    if (existing.state !== 'DRAFT') return surveyNotEditable(patch.slug, existing.state);
    const given = Object.entries(fileOf(db, patch)).filter(
      ([key, value]) => value !== undefined && (value !== null || removable.includes(key)),
    );
    return { ...inputOf(db, existing), ...Object.fromEntries(given) };
  });

/** Saves what `inputFor` makes of what there is. */
function save(
  db: Database,
  action: string,
  slug: string,
  editor: Editor,
  inputFor: (existing: SurveyRow | undefined) => object,
): SurveyRow | Failure {
  const read = () => {
    const row = surveyBySlug(db, slug, true);
    return row && inputOf(db, row);
  };
  const write = () => {
    const input = inputFor(surveyBySlug(db, slug, true));
    if (isFailure(input)) return input;
    const checked = surveyInput.safeParse(input);
    if (!checked.success) return invalidInput(checked.error);
    saveSurvey(db, checked.data, editor.now);
    return surveyBySlug(db, slug, true) ?? notFound('survey', slug);
  };
  try {
    return audited(db, editor, { action, subject: 'Survey', slug }, read, write, isFailure);
  } catch (error) {
    if (error instanceof UnknownReferenceError) return unknownReference(error);
    if (error instanceof SurveyChangeError) return brokenRule(error.field, error.message);
    throw error;
  }
}

/** The input in the form of a content file. Throws UnknownReferenceError. */
function fileOf(db: Database, { series, opensAt, closesAt, ...rest }: SurveyEdit): object {
  const row = series == null ? undefined : seriesBySlug(db, series);
  if (series != null && row === undefined) {
    throw new UnknownReferenceError('series', series, `There is no series \`${series}\`.`);
  }
  return {
    ...rest,
    ...(series !== undefined && { series: row === undefined ? null : { slug: row.slug, title: row.title } }),
    ...(opensAt !== undefined && { opensAt: opensAt?.toISOString() ?? null }),
    ...(closesAt !== undefined && { closesAt: closesAt?.toISOString() ?? null }),
  };
}

const isoOf = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString());

/** A survey that is tallied here, as an input would give it. */
function inputOf(db: Database, row: SurveyRow) {
  const series = row.seriesId === null ? undefined : seriesByIds(db, [row.seriesId]).get(row.seriesId);
  const options = optionsBySurveyIds(db, [row.id]).get(row.id) ?? [];
  return {
    slug: row.slug,
    title: row.title,
    question: row.question,
    description: row.descriptionMarkdown,
    series: series === undefined ? null : { slug: series.slug, title: series.title },
    edition: row.edition,
    method: row.method,
    // Whoever changes the options means all of them again, unless a number is given.
    maxChoices: row.maxChoices === options.length ? null : row.maxChoices,
    resultSource: row.resultSource,
    status: row.state,
    resultsVisibility: row.resultsVisibility,
    opensAt: isoOf(row.opensAt),
    closesAt: isoOf(row.closesAt),
    isSample: row.isSample,
    options: options.map(({ narrative }) => narrative.slug),
  };
}
