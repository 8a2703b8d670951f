import { z } from 'zod';
import { lineOfText, plainText, slug, time } from '../text/input-rules.ts';
import { placeholdersIn } from '../text/placeholders.ts';
import { maximumFaqs } from './article-texts.ts';

const name = (maximum: number) =>
  lineOfText(maximum).refine((text) => /[\p{L}\p{N}]/u.test(text), 'This needs a letter or a digit.');

const distinct = (slugs: readonly string[]): boolean => new Set(slugs).size === slugs.length;

/**
 * An article as a content file or a mutation gives it; unknown keys are faults. Its Markdown is checked where
 * it is rendered.
 */
export const articleInput = z
  .strictObject({
    slug,
    title: name(200),
    excerpt: plainText(1000),
    /** The category's name; its slug is made from it. */
    category: name(80),
    author: name(100),
    readingTimeMinutes: z.int().min(1).max(600).nullish(),
    publishedAt: time.nullish(),
    body: z.string(),
    faqs: z
      .array(z.strictObject({ question: plainText(300), answer: z.string() }))
      .max(maximumFaqs)
      .default([]),
    disclaimer: plainText(2000).nullish(),
    /** The slug of the survey that the article explains, and from which its placeholders are filled. */
    survey: slug.nullish(),
    /** Slugs, in the order in which the article treats the narratives. */
    narratives: z.array(slug).max(64).refine(distinct, 'A narrative is named twice.').default([]),
    isDraft: z.boolean(),
  })
  .superRefine(({ survey, body, faqs }, context) => {
    if (survey != null) return;
    const texts = [
      { path: ['body'], text: body },
      ...faqs.map(({ answer }, index) => ({ path: ['faqs', index, 'answer'], text: answer })),
    ];
    for (const { path, text } of texts) {
      for (const placeholder of placeholdersIn(text)) {
        const message = `\`${placeholder.text}\` is filled from the article's survey, and there is none. Name it in \`survey\`.`;
        context.addIssue({ code: 'custom', path, message, params: { line: placeholder.line } });
      }
    }
  });

/** An article in the form of its content file. */
export type ArticleFile = z.input<typeof articleInput>;
export type ArticleInput = z.output<typeof articleInput>;
