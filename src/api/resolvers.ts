import * as articleEdits from '../article/edit-resolvers.ts';
import * as article from '../article/resolvers.ts';
import { connectionFields } from '../graphql/connection.ts';
import type { CompleteResolvers } from '../graphql/resolvers-for.ts';
import { DateTime } from '../graphql/scalars.ts';
import { byTypename } from '../graphql/typename.ts';
import * as guard from '../guard/resolvers.ts';
import * as narrativeEdits from '../narrative/edit-resolvers.ts';
import * as narrative from '../narrative/resolvers.ts';
import * as outcome from '../result/outcome-resolvers.ts';
import * as result from '../result/resolvers.ts';
import * as search from '../search/resolvers.ts';
import * as surveyEdits from '../survey/edit-resolvers.ts';
import * as lifecycle from '../survey/lifecycle-resolvers.ts';
import * as live from '../survey/live-resolvers.ts';
import * as survey from '../survey/resolvers.ts';
import * as vote from '../vote/resolvers.ts';
import * as node from './node.ts';

/**
 * Every resolver that some type needs. A field that neither a column nor a resolver answers does not
 * compile.
 */
export const resolvers = {
  DateTime,
  Query: {
    ...narrative.Query,
    ...survey.Query,
    ...vote.Query,
    ...article.Query,
    ...search.Query,
    ...guard.Query,
    ...node.Query,
  },
  Mutation: {
    ...narrativeEdits.Mutation,
    ...surveyEdits.Mutation,
    ...lifecycle.Mutation,
    ...vote.Mutation,
    ...articleEdits.Mutation,
  },
  Subscription: live.Subscription,
  Node: byTypename,
  UserError: byTypename,
  Narrative: { ...narrative.Narrative, ...result.Narrative, ...article.Narrative },
  NarrativeConnection: connectionFields,
  CreateNarrativeResult: byTypename,
  UpdateNarrativeResult: byTypename,
  Survey: { ...survey.Survey, ...result.Survey, ...vote.Survey, ...article.Survey },
  SurveyConnection: connectionFields,
  Option: survey.Option,
  SurveyResult: result.SurveyResult,
  SurveyResultConnection: result.SurveyResultConnection,
  SurveyResultEdge: result.SurveyResultEdge,
  Outcome: outcome.Outcome,
  Round: outcome.Round,
  Vote: vote.Vote,
  VoteConnection: connectionFields,
  CastVoteResult: byTypename,
  WithdrawVoteResult: byTypename,
  ScheduleSurveyResult: byTypename,
  OpenSurveyResult: byTypename,
  CloseSurveyResult: byTypename,
  PublishSurveyResult: byTypename,
  CancelSurveyResult: byTypename,
  CreateSurveyResult: byTypename,
  UpdateSurveyResult: byTypename,
  Article: article.Article,
  ArticleConnection: connectionFields,
  CreateArticleResult: byTypename,
  UpdateArticleResult: byTypename,
  PublishArticleResult: byTypename,
  Section: article.Section,
  Faq: article.Faq,
  SearchConnection: search.SearchConnection,
  SearchEdge: search.SearchEdge,
  SearchResult: byTypename,
  AuditEntryConnection: connectionFields,
} satisfies CompleteResolvers & { DateTime: unknown };
