import BetterSqlite3 from 'better-sqlite3';
import DataLoader from 'dataloader';
import { and, desc, eq, inArray, ne } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { article } from '../../src/db/tables/article.ts';
import { narrative } from '../../src/db/tables/narrative.ts';
import { survey, surveyOption } from '../../src/db/tables/survey.ts';
import { share } from '../servers/reads.ts';
import { settings } from '../servers/settings.ts';

// The usual way to write such a server: Drizzle's query builder in the resolvers, and a DataLoader for each
// relation in each request.

const db = drizzle({ client: new BetterSqlite3(settings.file, { readonly: true }) });

type SurveyRow = typeof survey.$inferSelect;
type OptionRow = typeof surveyOption.$inferSelect;
type NarrativeRow = typeof narrative.$inferSelect;

export interface Loaders {
  narratives: DataLoader<number, NarrativeRow | undefined>;
  options: DataLoader<number, OptionRow[]>;
  articles: DataLoader<number, { publishedAt: number | null }[]>;
}

export const createLoaders = (): Loaders => ({
  narratives: new DataLoader(async (ids) => {
    const rows = await db
      .select()
      .from(narrative)
      .where(inArray(narrative.id, [...ids]));
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => byId.get(id));
  }),
  options: new DataLoader(async (ids) => {
    const rows = await db
      .select()
      .from(surveyOption)
      .where(inArray(surveyOption.surveyId, [...ids]))
      .orderBy(desc(surveyOption.votes));
    const bySurvey = Map.groupBy(rows, ({ surveyId }) => surveyId);
    return ids.map((id) => bySurvey.get(id) ?? []);
  }),
  articles: new DataLoader(async (ids) => {
    const rows = await db
      .select({
        surveyId: article.surveyId,
        slug: article.slug,
        title: article.title,
        excerpt: article.excerpt,
        readingTimeMinutes: article.readingTimeMinutes,
        publishedAt: article.publishedAt,
      })
      .from(article)
      .where(and(inArray(article.surveyId, [...ids]), eq(article.status, 'PUBLISHED')))
      .orderBy(desc(article.publishedAt), desc(article.id));
    const bySurvey = Map.groupBy(rows, ({ surveyId }) => surveyId);
    return ids.map((id) => bySurvey.get(id) ?? []);
  }),
});

interface Context {
  loaders: Loaders;
}

export const resolvers = {
  Query: {
    narrative: async (_root: unknown, { slug }: { slug: string }) =>
      (await db.select().from(narrative).where(eq(narrative.slug, slug)))[0] ?? null,
    survey: async (_root: unknown, { slug }: { slug: string }) =>
      (
        await db
          .select()
          .from(survey)
          .where(and(eq(survey.slug, slug), ne(survey.state, 'DRAFT')))
      )[0] ?? null,
    surveys: async (_root: unknown, { first }: { first: number }) => ({
      nodes: await db
        .select()
        .from(survey)
        .where(ne(survey.state, 'DRAFT'))
        .orderBy(desc(survey.datedAt), desc(survey.id))
        .limit(first),
    }),
  },
  Survey: {
    voteCount: ({ ballots }: SurveyRow) => ballots,
    results: async ({ id, ballots }: SurveyRow, _args: unknown, { loaders }: Context) => {
      const options = await loaders.options.load(id);
      return options.map((option) => ({
        narrativeId: option.narrativeId,
        rank: options.findIndex(({ votes }) => votes === option.votes) + 1,
        votes: option.votes,
        share: share(option.votes ?? 0, ballots ?? 0),
      }));
    },
    articles: async ({ id }: SurveyRow, { first }: { first: number }, { loaders }: Context) => ({
      nodes: (await loaders.articles.load(id)).slice(0, first),
    }),
  },
  SurveyResult: {
    narrative: ({ narrativeId }: { narrativeId: number }, _args: unknown, { loaders }: Context) =>
      loaders.narratives.load(narrativeId),
  },
  Narrative: { keyPoints: ({ keyPoints }: NarrativeRow) => JSON.parse(keyPoints) },
  Article: {
    publishedAt: ({ publishedAt }: { publishedAt: number }) => new Date(publishedAt).toISOString(),
  },
};
