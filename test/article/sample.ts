import { type ArticleInput, articleInput } from '../../src/article/article-input.ts';
import { saveArticle } from '../../src/article/save-article.ts';
import type { Database } from '../../src/db/client.ts';
import { narrative } from '../../src/db/tables/narrative.ts';
import { survey, surveyOption } from '../../src/db/tables/survey.ts';
import { articleTexts } from '../support/rendered.ts';

export const now = Date.UTC(2024, 5, 1);

export function addNarratives(db: Database, ...slugs: string[]): void {
  const values = slugs.map((slug) => ({
    slug,
    name: slug.toUpperCase(),
    shortName: slug,
    summary: `About ${slug}.`,
    keyPoints: '[]',
    relatedProjects: '[]',
    updatedAt: now,
  }));
  db.insert(narrative).values(values).run();
}

/**
 * A reported survey; shares are in hundredths of a percent, by the narrative's slug, which is made when
 * missing.
 */
export function addReportedSurvey(
  db: Database,
  slug: string,
  shares: Record<string, number>,
  state = 'PUBLISHED',
): number {
  const known = new Map(
    db
      .select()
      .from(narrative)
      .all()
      .map((row) => [row.slug, row.id]),
  );
  const missing = Object.keys(shares).filter((narrativeSlug) => !known.has(narrativeSlug));
  if (missing.length > 0) addNarratives(db, ...missing);
  const ids = new Map(
    db
      .select()
      .from(narrative)
      .all()
      .map((row) => [row.slug, row.id]),
  );
  const { id } = db
    .insert(survey)
    .values({
      slug,
      title: `Survey ${slug}`,
      question: 'Which one?',
      state: state === 'DRAFT' ? 'DRAFT' : 'PUBLISHED',
      method: 'SINGLE_CHOICE',
      maxChoices: 1,
      resultSource: 'REPORTED',
      resultsVisibility: 'LIVE',
      isSample: false,
      updatedAt: now,
    })
    .returning({ id: survey.id })
    .get();
  const options = Object.entries(shares).map(([narrativeSlug, reportedShare], position) => ({
    surveyId: id,
    narrativeId: ids.get(narrativeSlug) ?? 0,
    position,
    reportedShare,
  }));
  db.insert(surveyOption).values(options).run();
  return id;
}

export function addArticle(db: Database, input: Partial<Record<keyof ArticleInput, unknown>>): void {
  const checked = inputOf(input);
  db.transaction(() => saveArticle(db, checked, articleTexts(checked), now));
}

/** A valid input with these keys in place of its own. */
export const inputOf = (input: Partial<Record<keyof ArticleInput, unknown>>): ArticleInput =>
  articleInput.parse({
    slug: 'an-article',
    title: 'An article',
    excerpt: 'What it is about.',
    category: 'Research',
    author: 'The Team',
    body: 'Text.',
    isDraft: false,
    ...input,
  });
