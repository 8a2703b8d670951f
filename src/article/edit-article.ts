import { audited, type Editor } from '../access/audited.ts';
import { create, type EditRules, type EveryKey, type Given, storedFile, update } from '../access/edit.ts';
import type { Database } from '../db/client.ts';
import type { ArticleRow } from '../db/tables/article.ts';
import { UnknownReferenceError } from '../db/unknown-reference-error.ts';
import { surveysByIds } from '../survey/queries.ts';
import { notFound, type Refusal, unknownReference } from '../text/refusal.ts';
import { type ArticleFile, type ArticleInput, articleInput } from './article-input.ts';
import { type ArticleTexts, noTexts, renderArticle } from './article-texts.ts';
import {
  answersByArticleIds,
  narrativesByArticleIds,
  questionsByArticleIds,
  textsByArticleIds,
} from './part-queries.ts';
import { articleBySlug, authorsByIds, categoriesByIds } from './queries.ts';
import { markPublished, saveArticle } from './save-article.ts';
import { textsOfArticle } from './stored-queries.ts';

/** An article of a mutation begins as a draft; its date is that of its publication. */
type Input = Omit<ArticleFile, 'isDraft' | 'publishedAt'>;

/** What a mutation gives of an article. */
export type ArticleEdit = Given<Input>;

const rules: EditRules<ArticleRow, Input, ArticleInput, Partial<ArticleTexts>, 'UNKNOWN_REFERENCE'> = {
  subject: 'Article',
  schema: articleInput,
  initial: { isDraft: true },
  isRemovedByNull: { readingTimeMinutes: true, disclaimer: true, survey: true },
  stored: (db, slug) => articleBySlug(db, slug, true),
  fileOf,
  fileOfInput: (_db, given) => given,
  render: renderArticle,
  save: (db, article, texts, now, existing) => {
    const stored = existing === undefined ? noTexts : textsOfArticle(db, existing.id);
    saveArticle(db, article, { ...stored, ...texts }, now);
  },
  refusalOf: (error) => (error instanceof UnknownReferenceError ? unknownReference(error) : undefined),
};

/** What is stored of an article, in the form of a content file. */
export const storedArticleFile = (db: Database, slug: string): object | undefined =>
  storedFile(db, rules, slug);

/** Adds an article as a draft. */
export const createArticle = (
  db: Database,
  input: ArticleEdit,
  editor: Editor,
): Promise<ArticleRow | Refusal<'SLUG_TAKEN' | 'INVALID_INPUT' | 'UNKNOWN_REFERENCE'>> =>
  create(db, rules, input, editor);

/** Changes what `patch` names. */
export const updateArticle = (
  db: Database,
  patch: ArticleEdit,
  editor: Editor,
): Promise<ArticleRow | Refusal<'NOT_FOUND' | 'INVALID_INPUT' | 'UNKNOWN_REFERENCE'>> =>
  update(db, rules, patch, editor);

/** Makes an article public; the time becomes its date of publication unless it has one. */
export function publishArticle(
  db: Database,
  slug: string,
  editor: Editor,
): ArticleRow | Refusal<'NOT_FOUND'> {
  const existing = articleBySlug(db, slug, true);
  if (existing?.status === 'PUBLISHED') return existing;
  const write = () => {
    const draft = articleBySlug(db, slug, true);
    if (draft === undefined) return notFound('article', slug, 'article');
    markPublished(db, draft.id, draft.publishedAt ?? editor.now, editor.now);
    return articleBySlug(db, slug, true) ?? draft;
  };
  const change = { action: 'publishArticle', subject: 'Article', slug } as const;
  return audited(db, editor, change, () => storedArticleFile(db, slug), write);
}

function fileOf(db: Database, row: ArticleRow): EveryKey<ArticleFile> {
  const questions = questionsByArticleIds(db, [row.id]).get(row.id) ?? [];
  const answers = answersByArticleIds(db, [row.id], 'MARKDOWN').get(row.id) ?? [];
  return {
    slug: row.slug,
    title: row.title,
    excerpt: row.excerpt,
    category: categoriesByIds(db, [row.categoryId]).get(row.categoryId)?.name,
    author: authorsByIds(db, [row.authorId]).get(row.authorId)?.name,
    readingTimeMinutes: row.readingTimeMinutes,
    publishedAt: row.publishedAt === null ? null : new Date(row.publishedAt).toISOString(),
    body: textsByArticleIds(db, [row.id], 'MARKDOWN').get(row.id),
    faqs: questions.map((question, index) => ({ question, answer: answers[index] ?? '' })),
    disclaimer: row.disclaimer,
    survey:
      row.surveyId === null ? null : (surveysByIds(db, [row.surveyId], true).get(row.surveyId)?.slug ?? null),
    narratives: (narrativesByArticleIds(db, [row.id]).get(row.id) ?? []).map(({ slug }) => slug),
    isDraft: row.status === 'DRAFT',
  };
}
