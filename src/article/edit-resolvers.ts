import type { MutationResolvers } from '../generated/schema-types.ts';
import { outcomeOf } from '../graphql/user-errors.ts';
import { createArticle, publishArticle, updateArticle } from './edit-article.ts';

export const Mutation = {
  createArticle: async (_root, { input }, { db, editor }) =>
    outcomeOf('CreateArticleSuccess', 'article', await createArticle(db, input, editor)),
  updateArticle: async (_root, { input }, { db, editor }) =>
    outcomeOf('UpdateArticleSuccess', 'article', await updateArticle(db, input, editor)),
  publishArticle: (_root, { input }, { db, editor }) =>
    outcomeOf('PublishArticleSuccess', 'article', publishArticle(db, input.article, editor)),
} satisfies Partial<MutationResolvers>;
