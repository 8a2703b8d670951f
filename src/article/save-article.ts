import { eq, sql } from 'drizzle-orm';
import type { Connection } from '../db/client.ts';
import { list } from '../db/rows/statement.ts';
import {
  type ArticleRow,
  article,
  articleFaq,
  articleNarrative,
  articleSection,
  articleText,
  author,
  category,
} from '../db/tables/article.ts';
import { narrative } from '../db/tables/narrative.ts';
import { survey, surveyOption } from '../db/tables/survey.ts';
import { UnknownReferenceError } from '../db/unknown-reference-error.ts';
import { placeholdersIn } from '../text/placeholders.ts';
import { rendererVersion } from '../text/renderer.ts';
import type { ArticleInput } from './article-input.ts';
import type { ArticleTexts } from './article-texts.ts';
import { indexArticle } from './index-writes.ts';

const wordsPerMinute = 200;

/**
 * Writes the article with this slug, new or not, with its texts, which were rendered from `input`; `now`
 * becomes its `updatedAt`. The caller opens the transaction. Throws UnknownReferenceError before anything is
 * written.
 */
export function saveArticle(db: Connection, input: ArticleInput, texts: ArticleTexts, now: number): void {
  const surveyId = input.survey == null ? null : idOfSurvey(db, input.survey);
  const narrativeIds = idsOfNarratives(db, input.narratives);
  if (surveyId !== null) refuseUnknownOptions(db, input, surveyId);
  const values: Omit<ArticleRow, 'id' | 'slug' | 'renderedBy'> = {
    title: input.title,
    status: input.isDraft ? 'DRAFT' : 'PUBLISHED',
    excerpt: input.excerpt,
    categoryId: categoryNamed(db, input.category),
    authorId: authorNamed(db, input.author),
    readingTimeMinutes: input.readingTimeMinutes ?? readingTime(texts.body.text),
    publishedAt: input.publishedAt ?? null,
    updatedAt: now,
    disclaimer: input.disclaimer ?? null,
    surveyId,
  };
  const { id } = db
    .insert(article)
    .values({ slug: input.slug, ...values })
    .onConflictDoUpdate({ target: article.slug, set: values })
    .returning({ id: article.id })
    .get();
  const questions = input.faqs.map(({ question }) => question);
  saveTexts(db, id, questions, texts);
  indexArticle(db, id);
  db.delete(articleNarrative).where(eq(articleNarrative.articleId, id)).run();
  if (narrativeIds.length === 0) return;
  db.insert(articleNarrative)
    .values(narrativeIds.map((narrativeId, position) => ({ articleId: id, narrativeId, position })))
    .run();
}

/** Replaces the article's texts in all their forms; the answers belong to the questions in their order. */
export function saveTexts(
  db: Connection,
  articleId: number,
  questions: readonly string[],
  { body, answers }: ArticleTexts,
): void {
  db.delete(articleText).where(eq(articleText.articleId, articleId)).run();
  db.insert(articleText)
    .values([
      { articleId, format: 'MARKDOWN', content: body.markdown },
      { articleId, format: 'HTML', content: body.html },
      { articleId, format: 'TEXT', content: body.text },
    ])
    .run();
  db.delete(articleSection).where(eq(articleSection.articleId, articleId)).run();
  const sections = body.sections.map((section, position) => ({ ...section, articleId, position }));
  if (sections.length > 0) db.insert(articleSection).values(sections).run();
  db.delete(articleFaq).where(eq(articleFaq.articleId, articleId)).run();
  const faqs = answers.map((answer, position) => ({
    ...answer,
    articleId,
    position,
    question: questions[position] ?? '',
  }));
  if (faqs.length > 0) db.insert(articleFaq).values(faqs).run();
  db.update(article).set({ renderedBy: rendererVersion }).where(eq(article.id, articleId)).run();
}

/** Makes a draft public. */
export function markPublished(db: Connection, id: number, publishedAt: number, now: number): void {
  db.update(article)
    .set({ status: 'PUBLISHED', publishedAt, updatedAt: now })
    .where(eq(article.id, id))
    .run();
  indexArticle(db, id);
}

/** Minutes at 200 words a minute, at least 1. */
export const readingTime = (text: string): number =>
  Math.max(1, Math.ceil((text.match(/\S+/g) ?? []).length / wordsPerMinute));

/** `Research & Development` becomes `research-development`. */
export const categorySlug = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');

function idOfSurvey(db: Connection, slug: string): number {
  const row = db.select({ id: survey.id }).from(survey).where(eq(survey.slug, slug)).get();
  if (row === undefined) throw unknown('survey', slug, `There is no survey \`${slug}\`.`);
  return row.id;
}

function idsOfNarratives(db: Connection, slugs: readonly string[]): number[] {
  const rows = db
    .select({ id: narrative.id, slug: narrative.slug })
    .from(narrative)
    .where(sql`${narrative.slug} in (select value from json_each(${list(slugs)}))`)
    .all();
  const ids = new Map(rows.map((row) => [row.slug, row.id]));
  return slugs.map((slug) => {
    const id = ids.get(slug);
    if (id === undefined) throw unknown('narratives', slug, `There is no narrative \`${slug}\`.`);
    return id;
  });
}

/** Otherwise the placeholder would read as not yet published for ever. */
function refuseUnknownOptions(db: Connection, { body, faqs, survey }: ArticleInput, surveyId: number): void {
  const texts = [
    { field: 'body', text: body },
    ...faqs.map(({ answer }, index) => ({ field: `faqs.${index}.answer`, text: answer })),
  ];
  const named = texts.flatMap(({ field, text }) =>
    placeholdersIn(text).flatMap(({ slug }) => (slug === undefined ? [] : [{ field, slug }])),
  );
  if (named.length === 0) return;
  const options = db
    .select({ slug: narrative.slug })
    .from(surveyOption)
    .innerJoin(narrative, eq(narrative.id, surveyOption.narrativeId))
    .where(eq(surveyOption.surveyId, surveyId))
    .all();
  const isOption = new Set(options.map(({ slug }) => slug));
  const missing = named.find(({ slug }) => !isOption.has(slug));
  if (missing === undefined) return;
  const message = `A placeholder names \`${missing.slug}\`, which is not an option of the survey \`${survey}\`.`;
  throw unknown(missing.field, missing.slug, message);
}

const unknown = (field: string, slug: string, message: string) =>
  new UnknownReferenceError(field, slug, message);

/** The last spelling of a category's name replaces the one before. */
const categoryNamed = (db: Connection, name: string): number =>
  db
    .insert(category)
    .values({ slug: categorySlug(name), name })
    .onConflictDoUpdate({ target: category.slug, set: { name } })
    .returning({ id: category.id })
    .get().id;

const authorNamed = (db: Connection, name: string): number =>
  db
    .insert(author)
    .values({ name })
    // An update that changes nothing, since a conflict that does nothing returns no row.
    .onConflictDoUpdate({ target: author.name, set: { name } })
    .returning({ id: author.id })
    .get().id;
