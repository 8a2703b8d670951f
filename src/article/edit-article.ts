import { audited, type Editor } from '../access/audited.ts';
import type { Database } from '../db/client.ts';
import type { ArticleRow } from '../db/tables/article.ts';
import { UnknownReferenceError } from '../db/unknown-reference-error.ts';
import {
  type Failure,
  invalidInput,
  isFailure,
  notFound,
  slugTaken,
  unknownReference,
} from '../graphql/user-errors.ts';
import { surveysByIds } from '../survey/queries.ts';
import { articleInput } from './article-input.ts';
import { faqsByArticleIds, markdownByArticleIds, narrativesByArticleIds } from './part-queries.ts';
import { articleBySlug, authorsByIds, categoriesByIds } from './queries.ts';
import { saveArticle } from './save-article.ts';

/** Adds an article as a draft; `input` is checked as a content file is. Null is the same as undefined. */
export const createArticle = (db: Database, input: { slug: string }, editor: Editor): ArticleRow | Failure =>
  save(db, 'createArticle', input.slug, editor, (existing) => {
    if (existing !== undefined) return slugTaken('article', input.slug);
    const given = Object.entries(input).filter(([, value]) => value !== null);
    return { ...Object.fromEntries(given), isDraft: true };
  });

/** Values that null removes; of all others null, as undefined, leaves what there is. */
const removable = ['readingTimeMinutes', 'disclaimer', 'survey'];

export const updateArticle = (db: Database, patch: { slug: string }, editor: Editor): ArticleRow | Failure =>
  save(db, 'updateArticle', patch.slug, editor, (existing) => {
    if (existing === undefined) return notFound('article', patch.slug);
    const given = Object.entries(patch).filter(
      ([key, value]) => value !== undefined && (value !== null || removable.includes(key)),
    );
    return { ...inputOf(db, existing), ...Object.fromEntries(given) };
  });

/** Makes an article public; the time becomes its date of publication unless it has one. */
export const publishArticle = (db: Database, slug: string, editor: Editor): ArticleRow | Failure => {
  const existing = articleBySlug(db, slug, true);
  if (existing?.status === 'PUBLISHED') return existing;
  return save(db, 'publishArticle', slug, editor, (draft) =>
    draft === undefined
      ? notFound('article', slug, 'article')
      : {
          ...inputOf(db, draft),
          isDraft: false,
          publishedAt: new Date(draft.publishedAt ?? editor.now).toISOString(),
        },
  );
};

/** Saves what `inputFor` makes of what there is. */
function save(
  db: Database,
  action: string,
  slug: string,
  editor: Editor,
  inputFor: (existing: ArticleRow | undefined) => object,
): ArticleRow | Failure {
  const read = () => {
    const row = articleBySlug(db, slug, true);
    return row && inputOf(db, row);
  };
  const write = () => {
    const input = inputFor(articleBySlug(db, slug, true));
    if (isFailure(input)) return input;
    const checked = articleInput.safeParse(input);
    if (!checked.success) return invalidInput(checked.error);
    saveArticle(db, checked.data, editor.now);
    return articleBySlug(db, slug, true) ?? notFound('article', slug);
  };
  try {
    return audited(db, editor, { action, subject: 'Article', slug }, read, write, isFailure);
  } catch (error) {
    if (error instanceof UnknownReferenceError) return unknownReference(error);
    throw error;
  }
}

/** An article as an input would give it. */
function inputOf(db: Database, row: ArticleRow) {
  const faqs = faqsByArticleIds(db, [row.id]).get(row.id) ?? [];
  return {
    slug: row.slug,
    title: row.title,
    excerpt: row.excerpt,
    category: categoriesByIds(db, [row.categoryId]).get(row.categoryId)?.name,
    author: authorsByIds(db, [row.authorId]).get(row.authorId)?.name,
    readingTimeMinutes: row.readingTimeMinutes,
    publishedAt: row.publishedAt === null ? null : new Date(row.publishedAt).toISOString(),
    body: markdownByArticleIds(db, [row.id]).get(row.id),
    faqs: faqs.map(({ question, markdown }) => ({ question, answer: markdown })),
    disclaimer: row.disclaimer,
    survey:
      row.surveyId === null ? null : (surveysByIds(db, [row.surveyId], true).get(row.surveyId)?.slug ?? null),
    narratives: (narrativesByArticleIds(db, [row.id]).get(row.id) ?? []).map(({ slug }) => slug),
    isDraft: row.status === 'DRAFT',
  };
}
