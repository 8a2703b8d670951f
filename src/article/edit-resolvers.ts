import type { CreateArticleInput, MutationResolvers, UpdateArticleInput } from '../generated/schema-types.ts';
import type { KeysAgree } from '../graphql/keys-agree.ts';
import { resultOf } from '../graphql/user-errors.ts';
import { type ArticleEdit, createArticle, publishArticle, updateArticle } from './edit-article.ts';

type Known<Input> = KeysAgree<Input, ArticleEdit, 'src/article/article-input.ts'>;

export const Mutation = {
  createArticle: async (_root, { input }, { db, editor }) =>
    resultOf(
      'CreateArticle',
      await createArticle(db, input satisfies Known<CreateArticleInput>, editor),
      (article) => ({ article }),
    ),
  updateArticle: async (_root, { input }, { db, editor }) =>
    resultOf(
      'UpdateArticle',
      await updateArticle(db, input satisfies Known<UpdateArticleInput>, editor),
      (article) => ({ article }),
    ),
  publishArticle: (_root, { input }, { db, editor }) =>
    resultOf('PublishArticle', publishArticle(db, input.article, editor), (article) => ({ article })),
} satisfies Partial<MutationResolvers>;
