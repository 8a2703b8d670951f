import type { z } from 'zod';
import type { articleInput } from '../article/article-input.ts';
import type { narrativeInput } from '../narrative/narrative-input.ts';
import type { surveyInput } from '../survey/survey-input.ts';
import { textLimits } from '../text/text-kind.ts';

/** A key of a content file, for its template and for docs/content.md. Limits come from the schema. */
export interface ContentKey {
  /** What it is, and the rules that the schema does not have by itself. */
  description: string;
  /**
   * The key in a new file, in YAML. A key that a file must have is there with an empty value, which a load
   * refuses; any other is a comment with an example.
   */
  template: string;
}

type Keys<Input, NotInFile extends keyof Input, More extends string = never> = Readonly<
  Record<Exclude<keyof Input, NotInFile> | More, ContentKey>
>;

function atMost(characters: number): string {
  return `at most ${characters.toLocaleString('en')} characters`;
}

export const narrativeKeys: Keys<z.input<typeof narrativeInput>, 'slug' | 'summary'> = {
  name: { description: 'The name in full.', template: 'name:' },
  shortName: { description: 'The name where there is little room, as in pictures.', template: 'shortName:' },
  keyPoints: {
    description: 'What makes it up, in editorial order.',
    template: 'keyPoints:\n  - title:\n    body:',
  },
  relatedProjects: {
    description: 'The names of projects, in editorial order, each once.',
    template: '# relatedProjects: [Example Network, Example Protocol]',
  },
};

export const surveyKeys: Keys<z.input<typeof surveyInput>, 'slug' | 'description', 'draft'> = {
  title: { description: 'The title.', template: 'title:' },
  question: { description: 'What people answer.', template: 'question:' },
  series: {
    description:
      'The series that it is an edition of, which needs `edition`. Every file of a series gives it the same title.',
    template: '# series: { slug: best-narratives, title: Best Narratives }',
  },
  edition: {
    description: 'The year that it is about. A series has one survey a year.',
    template: '# edition: 2027',
  },
  method: {
    description: 'What a ballot may say: one option, several, or several in order of preference.',
    template: '# method: APPROVAL',
  },
  maxChoices: {
    description: 'How many options one ballot may name: all of them when left out, 1 with `SINGLE_CHOICE`.',
    template: '# maxChoices: 3',
  },
  overvote: {
    description:
      'With `RANKED_CHOICE`, what a rank with several marks does: the ballot passes to the next rank, or counts for nothing from there on.',
    template: '# overvote: EXHAUST',
  },
  resultSource: {
    description:
      'Whether votes are counted here, or `results` were published elsewhere. Such a survey has `results` and neither `options` nor `status`.',
    template: '# resultSource: REPORTED',
  },
  status: {
    description:
      'How it begins; a `TALLIED` survey must say it. `SCHEDULED` needs `opensAt`. Once a survey has left `DRAFT`, commands and mutations move it on, and the files no longer do.',
    template: 'status: DRAFT',
  },
  resultsVisibility: {
    description: 'Whether the result can be seen while people vote, or after the close.',
    template: '# resultsVisibility: LIVE',
  },
  opensAt: { description: 'When voting opens.', template: '# opensAt: 2027-01-01T12:00:00Z' },
  closesAt: {
    description: 'When voting closes, which is after `opensAt`; it stays open when left out.',
    template: '# closesAt: 2027-01-15T12:00:00Z',
  },
  publishedAt: {
    description: 'With `REPORTED`, when the result was published.',
    template: '# publishedAt: 2027-01-20',
  },
  isSample: {
    description: 'Whether it is there to be tried out: `demo` votes in samples only.',
    template: '# isSample: true',
  },
  options: {
    description: 'With `TALLIED`, the slugs of 2 to 64 narratives to choose from, in editorial order.',
    template: 'options:\n  -\n  -',
  },
  results: {
    description:
      'With `REPORTED`, 2 to 64 narratives with their shares in percent, each with at most two decimals, together at most 100. Ranks follow from the shares.',
    template: '# results:\n#   - { narrative: ai, share: 30.2 }\n#   - { narrative: rwa, share: 18.8 }',
  },
  draft: { description: 'The same as `status: DRAFT`.', template: '# draft: true' },
};

export const articleKeys: Keys<z.input<typeof articleInput>, 'slug' | 'body' | 'isDraft', 'draft'> = {
  title: { description: 'The title.', template: 'title:' },
  category: { description: 'The name of the category, which is made when it is new.', template: 'category:' },
  author: { description: 'Who wrote it, by name.', template: 'author:' },
  readingTimeMinutes: {
    description: 'How long it takes to read; an estimate from its length when left out.',
    template: '# readingTimeMinutes: 8',
  },
  publishedAt: {
    description: 'When it was published; articles are listed by it.',
    template: '# publishedAt: 2027-02-01',
  },
  excerpt: { description: 'What it is about, for lists and previews.', template: 'excerpt:' },
  survey: {
    description: 'The slug of the survey that it explains, from which placeholders are filled.',
    template: '# survey: best-narratives-2027',
  },
  narratives: {
    description: 'The slugs of the narratives that it treats, in their order in the text, each once.',
    template: '# narratives: [ai, rwa]',
  },
  faqs: {
    description: `Questions with their answers, which are Markdown of ${atMost(textLimits.ANSWER.written)} and may have placeholders.`,
    template: '# faqs:\n#   - question: Who voted?\n#     answer: Everybody who wanted to.',
  },
  disclaimer: {
    description: 'What is said below the text.',
    template: '# disclaimer: This is not investment advice.',
  },
  draft: {
    description: 'Whether only callers with the scope `drafts:read` can see it.',
    template: '# draft: true',
  },
};

/** What the text below the front matter is. */
export const bodyDescriptions = {
  narrative: 'The summary: one paragraph of plain text, at most 2,000 characters.',
  survey: 'The description in Markdown, at most 20,000 characters: how the voting works. It may be left out.',
  article:
    'The text in Markdown, at most 100,000 characters, with sections that begin with `##`. `{{rank:SLUG}}`, `{{share:SLUG}}`, `{{listedShare}}` and `{{unlistedShare}}` are filled from the survey whenever the article is read.',
} as const;
