import type { Editor } from '../access/audited.ts';
import { create, type EditRules, type EveryKey, type Given, storedFile, update } from '../access/edit.ts';
import type { Database } from '../db/client.ts';
import type { SurveyRow } from '../db/tables/survey.ts';
import { UnknownReferenceError } from '../db/unknown-reference-error.ts';
import { invalidField, type Refusal, unknownReference } from '../text/refusal.ts';
import { renderDescription } from './description.ts';
import { storedDescription } from './description-queries.ts';
import type { Option } from './option.ts';
import { optionsBySurveyIds, optionTalliesBySurveyIds } from './option-queries.ts';
import { seriesByIds, seriesBySlug, surveyBySlug } from './queries.ts';
import { SurveyChangeError, saveSurvey } from './save-survey.ts';
import { type SurveyFile, type SurveyInput, surveyInput } from './survey-input.ts';

/**
 * What only content files say. A survey of a mutation is TALLIED here, begins as a draft and has real
 * votes.
 */
type ContentKey = 'status' | 'resultSource' | 'publishedAt' | 'isSample' | 'results';

interface Input extends Omit<SurveyFile, ContentKey | 'series' | 'opensAt' | 'closesAt'> {
  /** The slug of a series. */
  series?: string | null | undefined;
  opensAt?: Date | null | undefined;
  closesAt?: Date | null | undefined;
}

/** What a mutation gives of a survey. */
export type SurveyEdit = Given<Input>;

type ReferenceRefusal = Refusal<'UNKNOWN_REFERENCE' | 'INVALID_INPUT'>;

const rules: EditRules<
  SurveyRow,
  Input,
  SurveyInput,
  Awaited<ReturnType<typeof renderDescription>>['description'] | 'STORED',
  ReferenceRefusal['code']
> = {
  subject: 'Survey',
  schema: surveyInput,
  initial: { status: 'DRAFT' },
  isRemovedByNull: {
    description: true,
    series: true,
    edition: true,
    opensAt: true,
    closesAt: true,
    maxChoices: false,
    options: false,
  },
  stored: (db, slug) => surveyBySlug(db, slug, true),
  fileOf,
  fileOfInput,
  render: async (given) => {
    if (given.description === undefined) return { faults: [], texts: 'STORED' };
    const { faults, description } = await renderDescription(given.description);
    return { faults, texts: description };
  },
  save: (db, survey, texts, now, existing) => {
    const stored = () => existing && storedDescription(db, existing.id);
    saveSurvey(db, survey, texts === 'STORED' ? stored() : texts, now);
  },
  refusalOf: (error) => {
    if (error instanceof UnknownReferenceError) return unknownReference(error);
    return error instanceof SurveyChangeError ? invalidField(error.field, error.message) : undefined;
  },
};

/** What is stored of a survey, in the form of a content file. */
export const storedSurveyFile = (db: Database, slug: string): object | undefined =>
  storedFile(db, rules, slug);

/** Adds a survey as a draft. */
export const createSurvey = (
  db: Database,
  input: SurveyEdit,
  editor: Editor,
): Promise<SurveyRow | Refusal<'SLUG_TAKEN'> | ReferenceRefusal> => create(db, rules, input, editor);

/** Changes what `patch` names, of a survey that is still a draft. */
export const updateSurvey = (
  db: Database,
  patch: SurveyEdit,
  editor: Editor,
): Promise<SurveyRow | Refusal<'NOT_FOUND' | 'SURVEY_NOT_EDITABLE'> | ReferenceRefusal> =>
  update(db, rules, patch, editor, notEditable);

const notEditable = ({ slug, state }: SurveyRow): Refusal<'SURVEY_NOT_EDITABLE'> | undefined =>
  state === 'DRAFT'
    ? undefined
    : {
        code: 'SURVEY_NOT_EDITABLE',
        message: `The survey \`${slug}\` is ${state}; only a draft can be changed. Create another survey.`,
        path: ['slug'],
      };

/** Throws UnknownReferenceError. */
function fileOfInput(db: Database, { series, opensAt, closesAt, ...rest }: SurveyEdit): object {
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

/** The survey may be in any state. */
type StoredFile = Omit<EveryKey<SurveyFile>, 'status'> & { status: SurveyRow['state'] };

const isoOf = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString());

function fileOf(db: Database, row: SurveyRow): StoredFile {
  const series = row.seriesId === null ? undefined : seriesByIds(db, [row.seriesId]).get(row.seriesId);
  const options = optionsBySurveyIds(db, [row.id]).get(row.id) ?? [];
  const isReported = row.resultSource === 'REPORTED';
  return {
    slug: row.slug,
    title: row.title,
    question: row.question,
    description: storedDescription(db, row.id)?.markdown ?? null,
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
    publishedAt: isoOf(row.publishedAt),
    isSample: row.isSample,
    options: isReported ? null : options.map(({ narrative }) => narrative.slug),
    results: isReported ? reportedShares(db, row, options) : null,
  };
}

/** In editorial order, in percent. */
function reportedShares(db: Database, { id }: SurveyRow, options: readonly Option[]) {
  const tallies = optionTalliesBySurveyIds(db, [id]).get(id) ?? [];
  const shares = new Map(tallies.map(({ narrative, reportedShare }) => [narrative.slug, reportedShare]));
  return options.map(({ narrative: { slug } }) => ({
    narrative: slug,
    share: (shares.get(slug) ?? 0) / 100,
  }));
}
