import { type Key, type Page, pageOfRows } from '../db/keyset.ts';
import { asBatch, loadForBatch, loadMany, loadOnce, loadOne } from '../db/rows/batch.ts';
import type { ArticleRow } from '../db/tables/article.ts';
import type { SurveyRow } from '../db/tables/survey.ts';
import type {
  ArticleResolvers,
  FaqResolvers,
  NarrativeResolvers,
  QueryArticlesArgs,
  QueryResolvers,
  SectionResolvers,
  SurveyResolvers,
  TextFormat,
} from '../generated/schema-types.ts';
import { type Connection, connection } from '../graphql/connection.ts';
import type { Context, ReadContext } from '../graphql/context.ts';
import { badUserInput } from '../graphql/errors.ts';
import { globalId } from '../graphql/global-id.ts';
import { type PageArguments, pageOf, sizeOf } from '../graphql/page.ts';
import { outcome } from '../result/outcome.ts';
import { surveyChart } from '../result/survey-chart.ts';
import { resultsOfSurveys } from '../result/survey-results.ts';
import { surveysByIds } from '../survey/queries.ts';
import { hasPlaceholders, type PlaceholderValues, renderPlaceholders } from '../text/placeholders.ts';
import type { Faq as FaqValue } from './faq.ts';
import {
  articleCountsByNarrativeIds,
  articleCountsBySurveyIds,
  articlePagesByNarrativeIds,
  articlePagesBySurveyIds,
  relatedByArticleIds,
} from './list-queries.ts';
import {
  answersByArticleIds,
  narrativesByArticleIds,
  questionsByArticleIds,
  sectionsByArticleIds,
  textsByArticleIds,
} from './part-queries.ts';
import {
  allCategories,
  articleBySlug,
  articleCount,
  articlePage,
  articlesBySlugs,
  authorsByIds,
  categoriesByIds,
} from './queries.ts';
import { cutSection, oncePerFormat, type Section as SectionValue, sectionTree } from './section.ts';

export const Query = {
  article: (_root, { slug }, { db, seesDrafts }) => articleBySlug(db, slug, seesDrafts) ?? null,
  articles: (_root, args, context) => articleList(args, context),
  categories: (_root, _args, { db, seesDrafts }) => allCategories(db, seesDrafts),
} satisfies Partial<QueryResolvers>;

export const Article = {
  id: ({ slug }) => globalId('Article', slug),
  category: (article, _args, { db }) =>
    present(
      loadOne(
        article,
        'category',
        ({ categoryId }) => categoryId,
        (ids) => categoriesByIds(db, ids),
      ),
    ),
  author: (article, _args, { db }) =>
    present(
      loadOne(
        article,
        'author',
        ({ authorId }) => authorId,
        (ids) => authorsByIds(db, ids),
      ),
    ),
  body: (article, { format }, context) => bodyOf(article, format, context),
  sections: (article, { maxLevel }, context) => sectionsOf(article, levelOf(maxLevel ?? 6), context),
  faqs: (article, _args, context) => faqsOf(article, context),
  narratives: (article, _args, { db }) =>
    loadMany(
      article,
      'narratives',
      ({ id }) => id,
      (ids) => narrativesByArticleIds(db, ids),
    ),
  survey: (article, _args, context) => surveyOf(article, context) ?? null,
  image: (article, _args, context) => {
    const survey = surveyOf(article, context);
    return survey === undefined ? null : imageOf(survey, context);
  },
  related: (article, { first }, { db, seesDrafts }) => {
    const size = sizeOf('first', first ?? 3);
    return loadMany(
      article,
      `related ${size}`,
      ({ id }) => id,
      (ids) => relatedByArticleIds(db, ids, size, seesDrafts),
    );
  },
} satisfies Partial<ArticleResolvers>;

export const Section = {
  body: (section, { format }) => section.bodyAs(format),
} satisfies Partial<SectionResolvers>;

export const Faq = {
  answer: (faq, { format }) => faq.answerAs(format),
} satisfies Partial<FaqResolvers>;

export const Narrative = {
  articles: (narrative, args, context) =>
    articlesUnder(narrative, args, context, {
      name: 'articles of a narrative',
      read: articlePagesByNarrativeIds,
      count: articleCountsByNarrativeIds,
    }),
} satisfies Partial<NarrativeResolvers>;

export const Survey = {
  articles: (survey, args, context) =>
    articlesUnder(survey, args, context, {
      name: 'articles of a survey',
      read: articlePagesBySurveyIds,
      count: articleCountsBySurveyIds,
    }),
} satisfies Partial<SurveyResolvers>;

export const nodes = {
  Article: (slugs: readonly string[], { db, seesDrafts }: ReadContext): Map<string, ArticleRow> =>
    articlesBySlugs(db, slugs, seesDrafts),
};

const dateOf = ({ publishedAt, id }: ArticleRow): Key => [publishedAt ?? 0, id];

function articleList(
  { filter, orderBy, ...args }: QueryArticlesArgs,
  { db, seesDrafts }: ReadContext,
): Connection<ArticleRow> {
  const { field, direction } = orderBy ?? { field: 'DATE', direction: 'DESC' };
  const keyOf = field === 'DATE' ? dateOf : ({ title, id }: ArticleRow): Key => [title, id];
  const order = { name: `articles ${field}`, keyOf };
  const page = pageOf(args, order.name);
  const isDescending = direction === 'DESC';
  const fetch = () => {
    const fetched = articlePage(db, page, filter ?? {}, { field, isDescending }, seesDrafts);
    asBatch(pageOfRows(page, fetched).rows);
    return fetched;
  };
  return connection(page, order, fetch, () => articleCount(db, filter ?? {}, seesDrafts));
}

interface ListUnder {
  name: string;
  read: (db: ReadContext['db'], ids: number[], page: Page, seesDrafts: boolean) => Map<number, ArticleRow[]>;
  count: (db: ReadContext['db'], ids: number[], seesDrafts: boolean) => Map<number, number>;
}

/** The connection of one parent; it is read for all parents in one statement, and so are the totals. */
function articlesUnder<Row extends { id: number }>(
  parent: Row,
  args: PageArguments,
  { db, seesDrafts }: ReadContext,
  { name, read, count }: ListUnder,
): Connection<ArticleRow> {
  const page = pageOf(args, name);
  const lists = () =>
    loadForBatch(parent, `${name} ${JSON.stringify(args)}`, (parents) => {
      const byParent = read(db, idsOf(parents), page, seesDrafts);
      asBatch([...byParent.values()].flatMap((rows) => pageOfRows(page, rows).rows));
      return byParent;
    });
  const counts = () =>
    loadForBatch(parent, `count of ${name}`, (parents) => count(db, idsOf(parents), seesDrafts));
  const order = { name, keyOf: dateOf };
  return connection(
    page,
    order,
    () => lists().get(parent.id) ?? [],
    () => counts().get(parent.id) ?? 0,
  );
}

const idsOf = (rows: readonly { id: number }[]): number[] => rows.map(({ id }) => id);

const surveyOf = (article: ArticleRow, { db, seesDrafts }: ReadContext) =>
  loadOne(
    article,
    'survey',
    ({ surveyId }) => surveyId,
    (ids) => surveysByIds(db, ids, seesDrafts),
  );

/** As it is stored, with its placeholders. */
const textOf = (article: ArticleRow, format: TextFormat, { db }: ReadContext): string =>
  present(
    loadForBatch(article, `text ${format}`, (articles) => textsByArticleIds(db, idsOf(articles), format)).get(
      article.id,
    ),
  );

const bodyOf = (article: ArticleRow, format: TextFormat, context: ReadContext): string =>
  loadOnce(article, `body ${format}`, () => filled(textOf(article, format, context), article, context));

const imageOf = (survey: SurveyRow, { db, publicUrl }: Context) =>
  loadForBatch(survey, 'image', (surveys) => {
    const results = resultsOfSurveys(db, surveys);
    return new Map(surveys.map((one) => [one.id, surveyChart(one, results.get(one.id), publicUrl())]));
  }).get(survey.id) ?? null;

const sectionsOf = (article: ArticleRow, maxLevel: number, context: ReadContext): SectionValue[] =>
  loadOnce(article, `sections ${maxLevel}`, () => {
    const rows = loadForBatch(article, 'section rows', (articles) =>
      sectionsByArticleIds(context.db, idsOf(articles)),
    );
    return sectionTree(rows.get(article.id) ?? [], maxLevel, (row, format) =>
      filled(cutSection(row, format, textOf(article, format, context)), article, context),
    );
  });

const faqsOf = (article: ArticleRow, context: ReadContext): FaqValue[] =>
  loadOnce(article, 'faqs', () => {
    const questions = loadForBatch(article, 'questions', (articles) =>
      questionsByArticleIds(context.db, idsOf(articles)),
    );
    return (questions.get(article.id) ?? []).map((question, index) => ({
      question,
      answerAs: oncePerFormat((format) =>
        filled(present(answersOf(article, format, context)[index]), article, context),
      ),
    }));
  });

const answersOf = (article: ArticleRow, format: TextFormat, { db }: ReadContext): string[] =>
  loadForBatch(article, `answers ${format}`, (articles) =>
    answersByArticleIds(db, idsOf(articles), format),
  ).get(article.id) ?? [];

/**
 * Puts in place of the placeholders what this caller may see; a text without any costs no look at the survey.
 */
const filled = (text: string, article: ArticleRow, context: ReadContext): string =>
  hasPlaceholders(text) ? renderPlaceholders(text, placeholderValuesOf(article, context)) : text;

/** Undefined while the result is hidden, or the survey itself is. */
function placeholderValuesOf(article: ArticleRow, context: ReadContext): PlaceholderValues | undefined {
  const survey = surveyOf(article, context);
  if (survey === undefined) return undefined;
  return loadForBatch(survey, 'placeholder values', (surveys) => {
    const resultsBySurvey = resultsOfSurveys(context.db, surveys);
    return new Map(
      surveys.flatMap((row) => {
        const results = resultsBySurvey.get(row.id);
        if (results === undefined) return [];
        const places = new Map(results.map((result) => [result.narrative.slug, result]));
        const { unlistedShare } = outcome(row, results);
        return [[row.id, { places, unlistedShare }]];
      }),
    );
  }).get(survey.id);
}

function levelOf(maxLevel: number): number {
  if (maxLevel >= 2 && maxLevel <= 6) return maxLevel;
  throw badUserInput(
    'maxLevel',
    `\`maxLevel\` is ${maxLevel}; it must be between 2 and 6. Omit it for all levels.`,
  );
}

function present<Value>(value: Value | undefined): Value {
  // Foreign keys keep what a row refers to in place.
  if (value === undefined) throw new Error('A row that another refers to is missing.');
  return value;
}
