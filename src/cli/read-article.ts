import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { ContentError, type ContentFault } from '../content/content-fault.ts';
import { articleRules } from '../content/content-rules.ts';
import { type FrontMatter, parseFrontMatter } from '../content/front-matter.ts';
import { CommandError } from './command-error.ts';

/** What options name of an article; each replaces what the file says. */
export interface ArticleFlags {
  slug?: string;
  title?: string;
  excerpt?: string;
  category?: string;
  author?: string;
  readingTime?: number;
  survey?: string;
  narrative?: string[];
  disclaimer?: string;
}

export interface ArticleText {
  input: { slug: string; body: string } & Record<string, unknown>;
  /** The place of a fault of the input, as `file:line: message`. */
  located: (fault: { path: readonly string[]; line?: number | null; message: string }) => string;
}

/** Only a load sets them: a command makes a draft, and the date of an article is that of its publication. */
const loadedKeys = ['draft', 'publishedAt'];

/**
 * Reads an article from a file: its body, after front matter as content files have it, or without. Throws
 * CommandError and ContentError.
 */
export function readArticle(file: string, flags: ArticleFlags): ArticleText {
  if (!existsSync(file)) throw new CommandError(`There is no file ${file}.`);
  const text = readFileSync(file, 'utf8').replace(/\r\n?/g, '\n');
  const front = text.startsWith('---\n') ? parseFrontMatter(text) : undefined;
  if (Array.isArray(front)) throw new ContentError(front.map((fault) => ({ ...fault, file })));
  const faults = front === undefined ? [] : unusableKeys(file, front);
  if (faults.length > 0) throw new ContentError(faults);
  const { draft: _, ...data } = front?.data ?? {};
  const given = Object.entries(keysOf(flags)).filter(([, value]) => value !== undefined);
  return {
    input: {
      ...data,
      ...Object.fromEntries(given),
      slug: flags.slug ?? basename(file).replace(/\.md$/, ''),
      body: front?.body ?? text,
    },
    located: ({ path, line, message }) => {
      const [key = ''] = path;
      const at = (number: number) => `${file}:${number}: ${key === 'body' ? '' : `\`${path.join('.')}\`: `}`;
      if (key === 'body') return `${at((front?.bodyLine ?? 1) - 1 + (line ?? 1))}${message}`;
      if (front !== undefined && key in front.data && keysOf(flags)[key] === undefined)
        return `${at(front.lineOf(path.map(indexOf), line ?? undefined))}${message}`;
      return key === '' ? message : `\`${path.join('.')}\`: ${message}`;
    },
  };
}

/** The keys of an input, from the options. */
const keysOf = ({ slug: _, readingTime, narrative, ...texts }: ArticleFlags): Record<string, unknown> => ({
  ...texts,
  readingTimeMinutes: readingTime,
  narratives: narrative,
});

const indexOf = (key: string): string | number => (/^\d+$/.test(key) ? Number(key) : key);

function unusableKeys(file: string, { data, lineOfKey }: FrontMatter): ContentFault[] {
  const keys = Object.keys(articleRules.keys).filter((key) => !loadedKeys.includes(key));
  return Object.keys(data)
    .filter((key) => key !== 'draft' && !keys.includes(key))
    .map((key) => ({
      file,
      line: lineOfKey([key]),
      message:
        key === 'publishedAt'
          ? 'An article is dated when it is published. Leave `publishedAt` out, or load the file.'
          : `\`${key}\` is not a key here; the keys are ${keys.join(', ')}.`,
    }));
}
