import type { Key } from '../db/keyset.ts';
import { asBatch, loadForBatch, loadMany, loadOne } from '../db/rows/batch.ts';
import { type SurveyRow, surveyStates } from '../db/tables/survey.ts';
import type {
  OptionResolvers,
  QueryResolvers,
  QuerySurveysArgs,
  SurveyResolvers,
} from '../generated/schema-types.ts';
import { type Connection, connection } from '../graphql/connection.ts';
import type { ReadContext } from '../graphql/context.ts';
import { globalId } from '../graphql/global-id.ts';
import { pageOf } from '../graphql/page.ts';
import { descriptionsBySurveyIds } from './description-queries.ts';
import { surveyCount, surveyPage } from './list-queries.ts';
import { narrativeOf } from './option.ts';
import { optionsBySurveyIds } from './option-queries.ts';
import { previousEditionOf } from './previous-edition.ts';
import { allSeries, seriesByIds, seriesBySlug, surveyBySlug, surveysBySlugs } from './queries.ts';

export const Query = {
  survey: (_root, { slug }, { db, seesDrafts }) => surveyBySlug(db, slug, seesDrafts) ?? null,
  surveys: (_root, args, context) => surveyList(args, context),
  series: (_root, { slug }, { db }) => seriesBySlug(db, slug) ?? null,
  allSeries: (_root, _args, { db }) => allSeries(db),
} satisfies Partial<QueryResolvers>;

export const Survey = {
  id: ({ slug }) => globalId('Survey', slug),
  status: ({ state }) => state,
  overvote: ({ method, overvote }) => (method === 'RANKED_CHOICE' ? overvote : null),
  description: (survey, { format }, { db }) =>
    loadForBatch(survey, `description ${format}`, (surveys) =>
      descriptionsBySurveyIds(
        db,
        surveys.map(({ id }) => id),
        format,
      ),
    ).get(survey.id) ?? null,
  series: (survey, _args, { db }) =>
    loadOne(
      survey,
      'series',
      ({ seriesId }) => seriesId,
      (ids) => seriesByIds(db, ids),
    ) ?? null,
  options: (survey, _args, { db }) =>
    loadMany(
      survey,
      'options',
      ({ id }) => id,
      (ids) => optionsBySurveyIds(db, ids),
    ),
  previousEdition: (survey, _args, context) => previousEditionOf(survey, context) ?? null,
} satisfies Partial<SurveyResolvers>;

export const Option = {
  slug: ({ narrative }) => narrative.slug,
  name: ({ narrative }) => narrative.name,
  shortName: ({ narrative }) => narrative.shortName,
  narrative: (option) => narrativeOf(option),
} satisfies Partial<OptionResolvers>;

export const nodes = {
  Survey: (slugs: readonly string[], { db, seesDrafts }: ReadContext) =>
    surveysBySlugs(db, slugs, seesDrafts),
};

function surveyList(
  { filter, orderBy, ...args }: QuerySurveysArgs,
  { db, seesDrafts }: ReadContext,
): Connection<SurveyRow> {
  const field = orderBy?.field ?? 'DATE';
  const order = { name: `surveys ${field}`, keyOf: (row: SurveyRow): Key => [keys[field](row), row.id] };
  const page = pageOf(args, order.name);
  const where = { ...filter, seesDrafts };
  const isDescending = (orderBy?.direction ?? 'DESC') === 'DESC';
  const fetch = () => asBatch(surveyPage(db, page, where, { field, isDescending }));
  return connection(page, order, fetch, () => surveyCount(db, where));
}

const keys = {
  TITLE: ({ title }: SurveyRow) => title,
  DATE: ({ datedAt }: SurveyRow) => datedAt ?? 0,
  STATUS: ({ state }: SurveyRow) => surveyStates.indexOf(state),
};
