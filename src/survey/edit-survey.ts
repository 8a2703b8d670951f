import { audited, type Editor } from '../access/audited.ts';
import type { Database } from '../db/client.ts';
import type { SurveyRow } from '../db/tables/survey.ts';
import { UnknownReferenceError } from '../db/unknown-reference-error.ts';
import {
  brokenRule,
  type Failure,
  faultsOf,
  invalidInput,
  isFailure,
  notFound,
  slugTaken,
  surveyNotEditable,
  unknownReference,
} from '../graphql/user-errors.ts';
import { renderDescription } from './description.ts';
import { storedDescription } from './description-queries.ts';
import { optionsBySurveyIds } from './option-queries.ts';
import { seriesByIds, seriesBySlug, surveyBySlug } from './queries.ts';
import { SurveyChangeError, saveSurvey } from './save-survey.ts';
import { surveyInput } from './survey-input.ts';

/** An input of `createSurvey` or `updateSurvey`: a series is named by its slug, times are dates. */
export interface SurveyEdit {
  slug: string;
  description?: string | null | undefined;
  series?: string | null | undefined;
  opensAt?: Date | null | undefined;
  closesAt?: Date | null | undefined;
}

/** Adds a survey as a draft; `input` is checked as a content file is. */
export const createSurvey = (db: Database, input: SurveyEdit, editor: Editor): Promise<SurveyRow | Failure> =>
  save(db, 'createSurvey', input, editor, (existing) =>
    existing === undefined ? { status: 'DRAFT', ...fileOf(db, input) } : slugTaken('survey', input.slug),
  );

/** Values that null removes; of all others null, as undefined, leaves what there is. */
const removable = ['description', 'series', 'edition', 'opensAt', 'closesAt'];

/** Changes a survey that is still a draft. */
export const updateSurvey = (db: Database, patch: SurveyEdit, editor: Editor): Promise<SurveyRow | Failure> =>
  save(db, 'updateSurvey', patch, editor, (existing) => {
    if (existing === undefined) return notFound('survey', patch.slug);
    if (existing.state !== 'DRAFT') return surveyNotEditable(patch.slug, existing.state);
    const given = Object.entries(fileOf(db, patch)).filter(
      ([key, value]) => value !== undefined && (value !== null || removable.includes(key)),
    );
    return { ...inputOf(db, existing), ...Object.fromEntries(given) };
  });

/**
 * Saves what `inputFor` makes of what there is. A description that is given is rendered before the
 * transaction, which holds up every other writer; the transaction applies the edit to what is stored then.
 */
async function save(
  db: Database,
  action: string,
  given: SurveyEdit,
  editor: Editor,
  inputFor: (existing: SurveyRow | undefined) => object,
): Promise<SurveyRow | Failure> {
  const { slug } = given;
  const read = () => {
    const row = surveyBySlug(db, slug, true);
    return row && inputOf(db, row);
  };
  try {
    const expected = inputFor(surveyBySlug(db, slug, true));
    if (isFailure(expected)) return expected;
    const { error } = surveyInput.safeParse(expected);
    const { faults, description } = await renderDescription(given.description);
    if (error !== undefined || faults.length > 0) {
      return invalidInput([...(error === undefined ? [] : faultsOf(error)), ...faults]);
    }
    const write = () => {
      const existing = surveyBySlug(db, slug, true);
      const input = inputFor(existing);
      if (isFailure(input)) return input;
      const checked = surveyInput.safeParse(input);
      if (!checked.success) return invalidInput(faultsOf(checked.error));
      const isOmitted = given.description === undefined && existing !== undefined;
      const saved = isOmitted ? storedDescription(db, existing.id) : description;
      saveSurvey(db, checked.data, saved, editor.now);
      return surveyBySlug(db, slug, true) ?? notFound('survey', slug);
    };
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
    description: storedDescription(db, row.id)?.markdown,
    series: series === undefined ? null : { slug: series.slug, title: series.title },
    edition: row.edition,
    method: row.method,
    // A change of the options means all of them again, unless a number is given.
    maxChoices: row.maxChoices === options.length ? null : row.maxChoices,
    overvote: row.overvote,
    resultSource: row.resultSource,
    status: row.state,
    resultsVisibility: row.resultsVisibility,
    opensAt: isoOf(row.opensAt),
    closesAt: isoOf(row.closesAt),
    isSample: row.isSample,
    options: options.map(({ narrative }) => narrative.slug),
  };
}
