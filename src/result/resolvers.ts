import type { Key } from '../db/keyset.ts';
import { asBatch, loadForBatch } from '../db/rows/batch.ts';
import type { NarrativeRow } from '../db/tables/narrative.ts';
import type { SurveyRow } from '../db/tables/survey.ts';
import type {
  NarrativeResolvers,
  NarrativeResultsArgs,
  SurveyResolvers,
  SurveyResultConnectionResolvers,
  SurveyResultEdgeResolvers,
  SurveyResultResolvers,
} from '../generated/schema-types.ts';
import { connection, connectionFields } from '../graphql/connection.ts';
import type { ReadContext } from '../graphql/context.ts';
import { badUserInput } from '../graphql/errors.ts';
import { globalId } from '../graphql/global-id.ts';
import { pageOf, sizeOf } from '../graphql/page.ts';
import { narrativeOf } from '../survey/option.ts';
import { previousEditionOf } from '../survey/previous-edition.ts';
import { surveyBySlug, surveysBySlugs } from '../survey/queries.ts';
import { countedBallots, isResultVisible } from '../survey/status.ts';
import { channelsOfResult } from './channels.ts';
import type { ListedResult, ListedResults } from './listed-result.ts';
import { outcome } from './outcome.ts';
import { surveyCountsByNarrativeIds, surveyPagesByNarrativeIds } from './queries.ts';
import { shareChange } from './share.ts';
import { surveyChart } from './survey-chart.ts';
import { isTiedIn, marginToNext, type SurveyResult as SurveyResultValue } from './survey-result.ts';
import { resultsOfSurveys } from './survey-results.ts';
import { wilsonInterval } from './wilson-interval.ts';

export const Survey = {
  voteCount: (survey) => (isResultVisible(survey) ? countedBallots(survey) : null),
  results: (survey, { first }, context) => {
    const size = sizeOf('first', first ?? 20);
    return resultsOf(survey, context)?.slice(0, size) ?? null;
  },
  outcome: (survey, _args, context) =>
    loadForBatch(survey, 'outcome', (surveys) => {
      const outcomes = surveys.flatMap((one) => {
        const results = resultsOf(one, context);
        return results === undefined ? [] : [[one.id, outcome(one, results)] as const];
      });
      return new Map(outcomes);
    }).get(survey.id) ?? null,
  chart: (survey, _args, context) => surveyChart(survey, resultsOf(survey, context), context.publicUrl()),
} satisfies Partial<SurveyResolvers>;

export const SurveyResultConnection = {
  ...connectionFields,
  nodes: ({ rows }) => rows.map(({ result }) => result()),
} satisfies Partial<SurveyResultConnectionResolvers>;

export const SurveyResultEdge = {
  node: ({ node }) => node.result(),
} satisfies Partial<SurveyResultEdgeResolvers>;

export const SurveyResult = {
  id: ({ survey, narrative }) => globalId('SurveyResult', survey.slug, narrative.slug),
  narrative: (result) => narrativeOf(result),
  channels: (result) => channelsOfResult(result),
  isTied: (result) => isTiedIn(result),
  marginToNext: (result) => marginToNext(result),
  interval: ({ source }, { confidence }) => {
    if (confidence == null || (confidence > 0 && confidence < 1)) {
      return 'votes' in source
        ? (wilsonInterval(source.votes, source.denominator, confidence ?? 0.95) ?? null)
        : null;
    }
    throw badUserInput(
      'confidence',
      `\`confidence\` is ${confidence}; it must be above 0 and below 1. Ask for 0.95, or omit it.`,
    );
  },
  previous: (result, _args, context) => previousOf(result, context) ?? null,
  rankChange: (result, _args, context) => {
    const previous = previousOf(result, context);
    return previous === undefined ? null : previous.rank - result.rank;
  },
  shareChange: (result, _args, context) => {
    const previous = previousOf(result, context);
    return previous === undefined ? null : shareChange(result.source, previous.source);
  },
} satisfies Partial<SurveyResultResolvers>;

export const Narrative = {
  results: (narrative, args, context) => resultsOfNarrative(narrative, args, context),
  result: (narrative, { survey: slug }, context) => {
    const survey = loadForBatch(narrative, `result of ${slug}`, () => {
      const row = surveyBySlug(context.db, slug, context.seesDrafts);
      return row && asBatch([row])[0];
    });
    return (survey && resultsOf(survey, context)?.find(isOf(narrative))) ?? null;
  },
} satisfies Partial<NarrativeResolvers>;

export const nodes = {
  /** Keys are `survey:narrative`, both as slugs. */
  SurveyResult: (
    keys: readonly string[],
    { db, seesDrafts }: ReadContext,
  ): Map<string, SurveyResultValue> => {
    const surveys = [
      ...surveysBySlugs(
        db,
        keys.map((key) => key.split(':')[0] ?? ''),
        seesDrafts,
      ).values(),
    ];
    asBatch(surveys);
    const results = [...resultsOfSurveys(db, surveys).values()].flat();
    return new Map(results.map((result) => [`${result.survey.slug}:${result.narrative.slug}`, result]));
  },
};

const isOf =
  ({ id }: NarrativeRow) =>
  ({ narrative }: SurveyResultValue) =>
    narrative.id === id;

/** Undefined while the result is hidden. */
const resultsOf = (survey: SurveyRow, { db }: ReadContext): SurveyResultValue[] | undefined =>
  loadForBatch(survey, 'results', (surveys) => {
    const results = resultsOfSurveys(db, surveys);
    asBatch([...results.values()].flat());
    return results;
  }).get(survey.id);

const previousOf = (result: SurveyResultValue, context: ReadContext): SurveyResultValue | undefined => {
  const edition = previousEditionOf(result.survey, context);
  return edition && resultsOf(edition, context)?.find((other) => other.narrative.id === result.narrative.id);
};

/**
 * The pages with one row per survey for all pages of the batch, so that pages of other sizes, and of other
 * narratives, do not read and rank the same results again.
 */
function sharedRows(
  narrative: NarrativeRow,
  pages: ReadonlyMap<number, readonly SurveyRow[]>,
): Map<number, SurveyRow[]> {
  const known = loadForBatch(narrative, 'surveys of results', () => new Map<number, SurveyRow>());
  const read = [...pages.values()].flat().filter(({ id }) => !known.has(id));
  const distinct = new Map(read.map((row) => [row.id, row]));
  asBatch([...distinct.values()]);
  for (const [id, row] of distinct) known.set(id, row);
  return new Map([...pages].map(([id, rows]) => [id, rows.map((row) => known.get(row.id) ?? row)]));
}

function resultsOfNarrative(
  narrative: NarrativeRow,
  args: NarrativeResultsArgs,
  context: ReadContext,
): ListedResults {
  const { db, seesDrafts } = context;
  const order = {
    name: 'results DATE',
    keyOf: ({ survey }: ListedResult): Key => [survey.datedAt ?? 0, survey.id],
  };
  const page = pageOf(args, order.name);
  const bySurvey = () =>
    loadForBatch(narrative, `results ${JSON.stringify(args)}`, (narratives) => {
      const pages = surveyPagesByNarrativeIds(
        db,
        narratives.map(({ id }) => id),
        page,
        seesDrafts,
      );
      return sharedRows(narrative, pages);
    });
  const fetch = () =>
    (bySurvey().get(narrative.id) ?? []).filter(isResultVisible).map((survey) => ({
      survey,
      result: () => {
        const result = resultsOf(survey, context)?.find(isOf(narrative));
        if (result !== undefined) return result;
        throw new Error(`\`${narrative.slug}\` has no result in \`${survey.slug}\`, which lists it.`);
      },
    }));
  const count = () =>
    loadForBatch(narrative, 'count of results', (narratives) =>
      surveyCountsByNarrativeIds(
        db,
        narratives.map(({ id }) => id),
        seesDrafts,
      ),
    ).get(narrative.id) ?? 0;
  return connection(page, order, fetch, count);
}
