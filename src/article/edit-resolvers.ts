import type { MutationResolvers } from '../generated/schema-types.ts';
import { outcomeOf } from '../graphql/user-errors.ts';
import { createArticle, publishArticle, updateArticle } from './edit-article.ts';

export const Mutation = {
  createArticle: (_root, { input }, { db, editor }) =>
    outcomeOf('CreateArticleSuccess', 'article', createArticle(db, input, editor)),
  updateArticle: (_root, { input }, { db, editor }) =>
    outcomeOf('UpdateArticleSuccess', 'article', updateArticle(db, input, editor)),
  publishArticle: (_root, { input }, { db, editor }) =>
    outcomeOf('PublishArticleSuccess', 'article', publishArticle(db, input.article, editor)),
} satisfies Partial<MutationResolvers>;
