import { z } from 'zod';
import { hasPlaceholders, placeholdersIn } from '../text/placeholders.ts';
import { maximumFaqs } from './article-texts.ts';

const slug = z
  .string()
  .max(100, 'A slug has at most 100 characters.')
  .regex(
    /^[a-z0-9]+(-[a-z0-9]+)*$/,
    'A slug has lower-case letters and digits, with single hyphens between them.',
  );

/** Plain text: nothing in it is filled or rendered. */
const plain = (maximum: number) =>
  z
    .string()
    .trim()
    .min(1, 'This must not be empty.')
    .max(maximum)
    .refine((text) => !hasPlaceholders(text), 'Placeholders are filled in `body` and in answers only.');

const name = (maximum: number) =>
  plain(maximum)
    .transform((text) => text.replace(/\s+/g, ' '))
    .refine((text) => /[\p{L}\p{N}]/u.test(text), 'This needs a letter or a digit.');

const distinct = (slugs: readonly string[]): boolean => new Set(slugs).size === slugs.length;

/**
 * An article as a content file or a mutation gives it; unknown keys are faults. Its Markdown is checked where
 * it is rendered.
 */
export const articleInput = z
  .strictObject({
    slug,
    title: name(200),
    excerpt: plain(1000),
    /** The category's name; its slug is made from it. */
    category: name(80),
    author: name(100),
    readingTimeMinutes: z.int().min(1).max(600).nullish(),
    /** Becomes milliseconds since 1970. A date without a time is its start in UTC. */
    publishedAt: z
      .union(
        [z.iso.datetime({ offset: true }), z.iso.date()],
        'This must be a date, such as 2024-03-01, or a time, such as 2024-03-01T12:00:00Z.',
      )
      .transform((text) => Date.parse(text))
      .nullish(),
    body: z.string(),
    faqs: z
      .array(z.strictObject({ question: plain(300), answer: z.string() }))
      .max(maximumFaqs)
      .default([]),
    disclaimer: plain(2000).nullish(),
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
