import type { CodegenConfig } from '@graphql-codegen/cli';

const row = (file: string, name: string) => `../db/tables/${file}.ts#${name}`;

const config: CodegenConfig = {
  schema: 'schema/*.graphql',
  emitLegacyCommonJSImports: false,
  importExtension: '.ts',
  generates: {
    'src/graphql/types.generated.ts': {
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
        contextType: './context.ts#Context',
        resolverTypeWrapperSignature: 'Promise<T> | T',
        mappers: {
          Article: row('article', 'ArticleRow'),
          ArticleConnection: './connection.ts#Connection<ArticleRow>',
          ArticleEdge: './connection.ts#Edge<ArticleRow>',
          AuditEntry: row('access', 'AuditEntryRow'),
          AuditEntryConnection: './connection.ts#Connection<AuditEntryRow>',
          AuditEntryEdge: './connection.ts#Edge<AuditEntryRow>',
          Author: row('article', 'AuthorRow'),
          Category: row('article', 'CategoryRow'),
          Faq: '../article/faq.ts#Faq as FaqValue',
          Narrative: row('narrative', 'NarrativeRow'),
          NarrativeConnection: './connection.ts#Connection<NarrativeRow>',
          NarrativeEdge: './connection.ts#Edge<NarrativeRow>',
          Outcome: '../survey/outcome.ts#Outcome as OutcomeValue',
          SearchConnection: '../search/hit.ts#SearchPage',
          SearchEdge: '../search/hit.ts#Hit',
          Section: '../article/section.ts#Section as SectionValue',
          Series: row('survey', 'SeriesRow'),
          Survey: row('survey', 'SurveyRow'),
          Round: '../survey/round.ts#Round as RoundValue',
          RoundResult: '../survey/round.ts#RoundResult as RoundResultValue',
          RoundTie: '../survey/round.ts#RoundTie as RoundTieValue',
          Transfer: '../survey/round.ts#Transfer as TransferValue',
          Vote: row('vote', 'VoteRow'),
          VoteConnection: './connection.ts#Connection<VoteRow>',
          VoteEdge: './connection.ts#Edge<VoteRow>',
          SurveyConnection: './connection.ts#Connection<SurveyRow>',
          SurveyEdge: './connection.ts#Edge<SurveyRow>',
          SurveyResult: '../survey/standing.ts#Standing',
          SurveyResultConnection: './connection.ts#Connection<Standing>',
          SurveyResultEdge: './connection.ts#Edge<Standing>',
        },
      },
    },
  },
};

export default config;
