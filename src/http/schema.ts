import { readdirSync, readFileSync } from 'node:fs';
import type { GraphQLSchema } from 'graphql';
import { createSchema } from 'graphql-yoga';
import type { Faq } from '../article/faq.ts';
import * as article from '../article/resolvers.ts';
import type { Section } from '../article/section.ts';
import type { ArticleRow } from '../db/tables/article.ts';
import type { NarrativeRow } from '../db/tables/narrative.ts';
import type { SurveyRow } from '../db/tables/survey.ts';
import { connectionFields } from '../graphql/connection.ts';
import type { Context } from '../graphql/context.ts';
import type { ResolversFor } from '../graphql/resolvers-for.ts';
import { DateTime } from '../graphql/scalars.ts';
import type * as Types from '../graphql/types.generated.ts';
import * as narrative from '../narrative/resolvers.ts';
import type { Hit, SearchPage } from '../search/hit.ts';
import * as search from '../search/resolvers.ts';
import * as survey from '../survey/resolvers.ts';
import type { Standing } from '../survey/standing.ts';
import * as node from './node.ts';

const folder = new URL('../../schema/', import.meta.url);

/** The SDL, one text per file. */
export const typeDefinitions: readonly string[] = readdirSync(folder)
  .filter((name) => name.endsWith('.graphql'))
  .sort()
  .map((name) => readFileSync(new URL(name, folder), 'utf8'));

/** Every resolver that some type needs. A field that neither a column nor a resolver answers does not compile. */
const resolvers = {
  DateTime,
  Query: {
    ...narrative.Query,
    ...survey.Query,
    ...article.Query,
    ...search.Query,
    ...node.Query,
  } satisfies Types.QueryResolvers,
  Node: node.Node,
  Narrative: { ...narrative.Narrative, ...survey.Narrative, ...article.Narrative } satisfies ResolversFor<
    Types.NarrativeResolvers,
    NarrativeRow
  >,
  NarrativeConnection: connectionFields satisfies Types.NarrativeConnectionResolvers,
  Survey: { ...survey.Survey, ...article.Survey } satisfies ResolversFor<Types.SurveyResolvers, SurveyRow>,
  SurveyConnection: connectionFields satisfies Types.SurveyConnectionResolvers,
  SurveyResult: survey.SurveyResult satisfies ResolversFor<Types.SurveyResultResolvers, Standing>,
  SurveyResultConnection: connectionFields satisfies Types.SurveyResultConnectionResolvers,
  Article: article.Article satisfies ResolversFor<Types.ArticleResolvers, ArticleRow>,
  ArticleConnection: connectionFields satisfies Types.ArticleConnectionResolvers,
  Section: article.Section satisfies ResolversFor<Types.SectionResolvers, Section>,
  Faq: article.Faq satisfies ResolversFor<Types.FaqResolvers, Faq>,
  SearchConnection: search.SearchConnection satisfies ResolversFor<
    Types.SearchConnectionResolvers,
    SearchPage
  >,
  SearchEdge: search.SearchEdge satisfies ResolversFor<Types.SearchEdgeResolvers, Hit>,
  SearchResult: search.SearchResult satisfies Types.SearchResultResolvers,
};

export const schema: GraphQLSchema = createSchema<Context>({ typeDefs: [...typeDefinitions], resolvers });
