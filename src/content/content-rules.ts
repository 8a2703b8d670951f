import type { z } from 'zod';
import { articleInput } from '../article/article-input.ts';
import { type ArticleTexts, noTexts, renderArticle } from '../article/article-texts.ts';
import { saveArticle } from '../article/save-article.ts';
import type { Connection } from '../db/client.ts';
import { narrativeInput } from '../narrative/narrative-input.ts';
import { saveNarrative } from '../narrative/save-narrative.ts';
import { renderDescription } from '../survey/description.ts';
import { saveSurvey } from '../survey/save-survey.ts';
import { surveyInput } from '../survey/survey-input.ts';
import type { InputFault as FaultOfInput } from '../text/fault.ts';
import { slug as slugSchema } from '../text/input-rules.ts';
import { placeholdersIn } from '../text/placeholders.ts';
import type { RichText } from '../text/rich-text.ts';
import { articleKeys, type ContentKey, narrativeKeys, surveyKeys } from './content-keys.ts';
import type { FrontMatter } from './front-matter.ts';

type Path = readonly PropertyKey[];
type Data = Readonly<Record<string, unknown>>;

/** A fault of a file's input; its line is counted within a value of several lines. */
export interface InputFault extends FaultOfInput {
  isAboutKey?: boolean;
}

/** A slug, and where it is in the input. */
export interface SlugAt {
  slug: string;
  path: Path;
  /** Counted from 1 within a value of several lines. */
  line?: number;
}

/** What a content file says about others. */
export interface References {
  narratives?: readonly SlugAt[];
  survey?: SlugAt | undefined;
  /** Narratives whose figures the text is filled with, from the article's survey. */
  figures?: readonly (SlugAt & { text: string })[];
  series?: { slug: string; title: string; edition: unknown } | undefined;
}

/** What one kind of content file may say, and what becomes of it; `Texts` is its Markdown, rendered. */
export interface ContentRules<Schema extends z.ZodType, Texts> {
  schema: Schema;
  /** The keys of the front matter. */
  keys: Readonly<Record<string, ContentKey>>;
  /** The key of the input that the body becomes. */
  bodyKey: string;
  /** What the schema takes; `data` is the front matter without keys that are unknown. */
  inputOf: (slug: string, data: Data, file: FrontMatter) => Data;
  /** What the schema does not ask for, but a file must say. */
  faultsIn: (data: Data) => InputFault[];
  /** Read from the unchecked input, so that no fault of the file hides them. */
  referencesOf: (input: Data) => References;
  /** Takes the unchecked input as well. */
  render: (input: Data) => Promise<{ faults: InputFault[]; texts: Texts }>;
  /** Returns the keys of the input that were left as they are in the database. */
  save: (db: Connection, input: z.output<Schema>, texts: Texts, now: number) => readonly string[];
}

// A mutation may leave the key points for later; what is published here has some.
const narrativeFile = narrativeInput.extend({ keyPoints: narrativeInput.shape.keyPoints.unwrap().min(1) });

export const narrativeRules: ContentRules<typeof narrativeFile, undefined> = {
  schema: narrativeFile,
  keys: narrativeKeys,
  bodyKey: 'summary',
  inputOf: (slug, data, { body }) => ({ ...data, slug, summary: body }),
  faultsIn: () => [],
  referencesOf: () => ({}),
  render: () => Promise.resolve({ faults: [], texts: undefined }),
  save: (db, input, _texts, now) => {
    saveNarrative(db, input, now);
    return [];
  },
};

export const surveyRules: ContentRules<typeof surveyInput, RichText | undefined> = {
  schema: surveyInput,
  keys: surveyKeys,
  bodyKey: 'description',
  inputOf: (slug, { draft, ...data }, file) => ({
    ...data,
    slug,
    description: file.body,
    ...(draft === true && { status: 'DRAFT' }),
    ...(Array.isArray(data.results) && {
      results: data.results.map((entry, index) => result(entry, index, file)),
    }),
  }),
  faultsIn: (data) => [...draftFaults(data), ...statusFaults(data)],
  referencesOf: (input) => ({
    narratives: [
      ...slugsAt(input, 'options'),
      ...listAt(input, 'results').flatMap((_result, index) => slugAt(input, ['results', index, 'narrative'])),
    ],
    series: seriesOf(input),
  }),
  render: async ({ description: markdown }) => {
    const { faults, description } = await renderDescription(markdown);
    return { faults, texts: description };
  },
  save: (db, input, description, now) => saveSurvey(db, input, description, now).ignored,
};

export const articleRules: ContentRules<typeof articleInput, Partial<ArticleTexts>> = {
  schema: articleInput,
  keys: articleKeys,
  bodyKey: 'body',
  inputOf: (slug, { draft, ...data }, { body }) => ({ ...data, slug, body, isDraft: draft === true }),
  faultsIn: draftFaults,
  referencesOf: (input) => ({
    narratives: slugsAt(input, 'narratives'),
    survey: slugAt(input, ['survey'])[0],
    figures: [
      ...figuresAt(input, ['body']),
      ...listAt(input, 'faqs').flatMap((_faq, index) => figuresAt(input, ['faqs', index, 'answer'])),
    ],
  }),
  render: renderArticle,
  save: (db, input, texts, now) => {
    saveArticle(db, input, { ...noTexts, ...texts }, now);
    return [];
  },
};

function draftFaults({ draft }: Data): InputFault[] {
  if (draft === undefined || typeof draft === 'boolean') return [];
  return [{ path: ['draft'], message: '`draft`: This is true or false.' }];
}

/** Whether people can vote is never left to a default. */
function statusFaults({ draft, status, resultSource }: Data): InputFault[] {
  if (draft === true || status !== undefined || resultSource === 'REPORTED') return [];
  const message =
    '`status` is missing: OPEN, SCHEDULED or DRAFT. (A result from elsewhere has `resultSource: REPORTED`.)';
  return [{ path: ['status'], message }];
}

/** A share in the digits in which it was written, since a double may have lost some of them. */
function result(entry: unknown, index: number, { digitsAt }: FrontMatter): unknown {
  const share = digitsAt(['results', index, 'share']);
  return share === undefined || typeof entry !== 'object' ? entry : { ...entry, share };
}

function seriesOf(input: Data): References['series'] {
  const [at] = slugAt(input, ['series', 'slug']);
  const title = valueAt(input, ['series', 'title']);
  if (at === undefined || typeof title !== 'string') return undefined;
  return { slug: at.slug, title, edition: input.edition };
}

/** What is at the path, of anything. */
export const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (part, key) =>
      typeof part === 'object' && part !== null && Object.hasOwn(part, key)
        ? Reflect.get(part, key)
        : undefined,
    value,
  );

function listAt(input: Data, key: string): unknown[] {
  const list = input[key];
  return Array.isArray(list) ? list : [];
}

/** The slug at the path. The schema refuses what is not a slug. */
function slugAt(input: Data, path: Path): SlugAt[] {
  const slug = slugSchema.safeParse(valueAt(input, path));
  return slug.success ? [{ slug: slug.data, path }] : [];
}

const slugsAt = (input: Data, key: string): SlugAt[] =>
  listAt(input, key).flatMap((_slug, index) => slugAt(input, [key, index]));

function figuresAt(input: Data, path: Path): (SlugAt & { text: string })[] {
  const text = valueAt(input, path);
  if (typeof text !== 'string') return [];
  return placeholdersIn(text).flatMap(({ slug, line, text }) =>
    slug === undefined ? [] : [{ slug, path, line, text }],
  );
}
