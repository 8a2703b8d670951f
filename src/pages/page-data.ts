import type { ArticlePageQuery, NarrativePageQuery, SurveyPageQuery } from '../generated/operation-types.ts';

/** What the pages' operations respond with where there is such a thing. */
export type PageSurvey = NonNullable<SurveyPageQuery['survey']>;
export type PageNarrative = NonNullable<NarrativePageQuery['narrative']>;
export type PageArticle = NonNullable<ArticlePageQuery['article']>;
