import type { CodegenConfig } from '@graphql-codegen/cli';

const row = (file: string, name: string) => `../db/tables/${file}.ts#${name}`;

const config: CodegenConfig = {
  schema: 'schema/*.graphql',
  emitLegacyCommonJSImports: false,
  importExtension: '.ts',
  documents: 'src/pages/operations/*.graphql',
  generates: {
    // What the pages' operations respond with.
    'src/generated/operation-types.ts': {
      plugins: [
        {
          add: {
            content: '/* Generated from src/pages/operations/ by `npm run codegen`; not to be edited. */',
          },
        },
        'typescript-operations',
      ],
      config: {
        strictScalars: true,
        scalars: { DateTime: 'string', ID: 'string' },
        enumsAsTypes: true,
        skipTypename: true,
        useTypeImports: true,
      },
    },
    'src/generated/schema-types.ts': {
      plugins: [
        { add: { content: '/* Generated from schema/ by `npm run codegen`; not to be edited. */' } },
        'typescript',
        'typescript-resolvers',
      ],
      config: {
        strictScalars: true,
        scalars: {
          DateTime: { input: 'Date', output: 'number | Date' },
          ID: { input: 'string', output: 'string' },
        },
        enumsAsTypes: true,
        useTypeImports: true,
        // Every field demands a resolver; `ResolversFor` then excuses those that the row answers.
        avoidOptionals: {
          resolvers: true,
          query: true,
          mutation: true,
          subscription: true,
          field: false,
          inputValue: false,
          object: false,
          defaultValue: false,
        },
        makeResolverTypeCallable: true,
        customResolverFn:
          '(parent: TParent, args: TArgs, context: TContext, info: GraphQLResolveInfo) => Promise<TResult> | TResult',
        contextType: '../graphql/context.ts#Context',
        resolverTypeWrapperSignature: 'Promise<T> | T',
        mappers: {
          Article: row('article', 'ArticleRow'),
          ArticleConnection: '../graphql/connection.ts#Connection<ArticleRow>',
          ArticleEdge: '../graphql/connection.ts#Edge<ArticleRow>',
          AuditEntry: row('access', 'AuditEntryRow'),
          AuditEntryConnection: '../graphql/connection.ts#Connection<AuditEntryRow>',
          AuditEntryEdge: '../graphql/connection.ts#Edge<AuditEntryRow>',
          Author: row('article', 'AuthorRow'),
          Category: row('article', 'CategoryRow'),
          Faq: '../article/faq.ts#Faq as FaqValue',
          Image: '../result/survey-chart.ts#Image as ImageValue',
          Narrative: row('narrative', 'NarrativeRow'),
          NarrativeConnection: '../graphql/connection.ts#Connection<NarrativeRow>',
          NarrativeEdge: '../graphql/connection.ts#Edge<NarrativeRow>',
          Option: '../survey/option.ts#Option as OptionValue',
          Outcome: '../result/outcome.ts#Outcome as OutcomeValue',
          SearchConnection: '../search/hit.ts#SearchPage',
          SearchEdge: '../search/hit.ts#Hit',
          SearchSection: '../search/hit.ts#SearchSection as SearchSectionValue',
          Section: '../article/section.ts#Section as SectionValue',
          Series: row('survey', 'SeriesRow'),
          Survey: row('survey', 'SurveyRow'),
          Round: '../result/round.ts#Round as RoundValue',
          ResultRevision: '../result/revision.ts#ResultRevision as ResultRevisionValue',
          RevisionResult: '../result/revision.ts#RevisionResult as RevisionResultValue',
          RoundResult: '../result/round.ts#RoundResult as RoundResultValue',
          RoundTie: '../result/round.ts#RoundTie as RoundTieValue',
          Transfer: '../result/round.ts#Transfer as TransferValue',
          Vote: row('vote', 'VoteRow'),
          VoteConnection: '../graphql/connection.ts#Connection<VoteRow>',
          VoteEdge: '../graphql/connection.ts#Edge<VoteRow>',
          SurveyConnection: '../graphql/connection.ts#Connection<SurveyRow>',
          SurveyEdge: '../graphql/connection.ts#Edge<SurveyRow>',
          SurveyResult: '../result/survey-result.ts#SurveyResult as SurveyResultValue',
          SurveyResultConnection: '../result/listed-result.ts#ListedResults',
          SurveyResultEdge: '../result/listed-result.ts#ListedResultEdge',
        },
      },
    },
  },
};

export default config;
