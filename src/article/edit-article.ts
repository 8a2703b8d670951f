import { audited, type Editor } from '../access/audited.ts';
import type { Database } from '../db/client.ts';
import type { ArticleRow } from '../db/tables/article.ts';
import { UnknownReferenceError } from '../db/unknown-reference-error.ts';
import {
  type Failure,
  faultsOf,
  invalidInput,
  isFailure,
  notFound,
  slugTaken,
  unknownReference,
} from '../graphql/user-errors.ts';
import { surveysByIds } from '../survey/queries.ts';
import { articleInput } from './article-input.ts';
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

/** What a mutation gives of an article. */
interface ArticleEdit {
  slug: string;
  body?: string | null | undefined;
  faqs?: unknown;
  /** Checked by `articleInput`. */
  [key: string]: unknown;
}

/** Adds an article as a draft; `input` is checked as a content file is. Null is the same as undefined. */
export const createArticle = (
  db: Database,
  input: ArticleEdit,
  editor: Editor,
): Promise<ArticleRow | Failure> =>
  save(db, 'createArticle', input, editor, (existing) => {
    if (existing !== undefined) return slugTaken('article', input.slug);
    const given = Object.entries(input).filter(([, value]) => value !== null);
    return { ...Object.fromEntries(given), isDraft: true };
  });

/** Values that null removes; of all others null, as undefined, leaves what there is. */
const removable = ['readingTimeMinutes', 'disclaimer', 'survey'];

/** Changes what `patch` names. */
export const updateArticle = (
  db: Database,
  patch: ArticleEdit,
  editor: Editor,
): Promise<ArticleRow | Failure> =>
  save(db, 'updateArticle', patch, editor, (existing) => {
    if (existing === undefined) return notFound('article', patch.slug);
    const given = Object.entries(patch).filter(
      ([key, value]) => value !== undefined && (value !== null || removable.includes(key)),
    );
    return { ...inputOf(db, existing), ...Object.fromEntries(given) };
  });

/** Makes an article public; the time becomes its date of publication unless it has one. */
export function publishArticle(db: Database, slug: string, editor: Editor): ArticleRow | Failure {
  const existing = articleBySlug(db, slug, true);
  if (existing?.status === 'PUBLISHED') return existing;
  const write = () => {
    const draft = articleBySlug(db, slug, true);
    if (draft === undefined) return notFound('article', slug, 'article');
    markPublished(db, draft.id, draft.publishedAt ?? editor.now, editor.now);
    return articleBySlug(db, slug, true) ?? draft;
  };
  const change = { action: 'publishArticle', subject: 'Article', slug } as const;
  return audited(db, editor, change, () => storedInput(db, slug), write, isFailure);
}

/**
 * Saves what `inputFor` makes of what there is. The texts that are given are rendered before the transaction,
 * which holds up every other writer; the transaction applies the edit to what is stored then, and
 * leaves the other texts as they are.
 */
async function save(
  db: Database,
  action: string,
  given: ArticleEdit,
  editor: Editor,
  inputFor: (existing: ArticleRow | undefined) => object,
): Promise<ArticleRow | Failure> {
  const { slug } = given;
  const expected = inputFor(articleBySlug(db, slug, true));
  if (isFailure(expected)) return expected;
  const { error } = articleInput.safeParse(expected);
  const { faults, texts } = await renderArticle(given);
  if (error !== undefined || faults.length > 0) {
    return invalidInput([...(error === undefined ? [] : faultsOf(error)), ...faults]);
  }
  const write = () => {
    const existing = articleBySlug(db, slug, true);
    const input = inputFor(existing);
    if (isFailure(input)) return input;
    const checked = articleInput.safeParse(input);
    if (!checked.success) return invalidInput(faultsOf(checked.error));
    saveArticle(db, checked.data, { ...storedTexts(db, existing), ...texts }, editor.now);
    return articleBySlug(db, slug, true) ?? notFound('article', slug);
  };
  try {
    const change = { action, subject: 'Article', slug } as const;
    return audited(db, editor, change, () => storedInput(db, slug), write, isFailure);
  } catch (error) {
    if (error instanceof UnknownReferenceError) return unknownReference(error);
    throw error;
  }
}

const storedTexts = (db: Database, article: ArticleRow | undefined): ArticleTexts =>
  article === undefined ? noTexts : textsOfArticle(db, article.id);

function storedInput(db: Database, slug: string) {
  const row = articleBySlug(db, slug, true);
  return row && inputOf(db, row);
}

/** An article as an input would give it. */
function inputOf(db: Database, row: ArticleRow) {
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
    faqs: questions.map((question, index) => ({ question, answer: answers[index] })),
    disclaimer: row.disclaimer,
    survey:
      row.surveyId === null ? null : (surveysByIds(db, [row.surveyId], true).get(row.surveyId)?.slug ?? null),
    narratives: (narrativesByArticleIds(db, [row.id]).get(row.id) ?? []).map(({ slug }) => slug),
    isDraft: row.status === 'DRAFT',
  };
}
