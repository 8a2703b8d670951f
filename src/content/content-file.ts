import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { Connection } from '../db/client.ts';
import type { ContentFault } from './content-fault.ts';
import type { ContentSource } from './content-folder.ts';
import {
  articleRules,
  type ContentRules,
  type InputFault,
  narrativeRules,
  type References,
  surveyRules,
  valueAt,
} from './content-rules.ts';
import { type FrontMatter, parseFrontMatter } from './front-matter.ts';

/** A content file, as far as it could be read. */
export interface ContentFile extends ContentSource {
  references: References;
  lineOf: (path: readonly PropertyKey[], line?: number) => number;
  /** Undefined when the file has faults. */
  ready: { digest: string; save: (db: Connection, now: number) => readonly string[] } | undefined;
}

/** Checks everything about a file that can be checked without looking at others. */
export function readContentFile(source: ContentSource): { file: ContentFile; faults: ContentFault[] } {
  const { kind } = source;
  if (kind === 'narrative') return read(source, narrativeRules);
  if (kind === 'survey') return read(source, surveyRules);
  return read(source, articleRules);
}

function read<Schema extends z.ZodType>(source: ContentSource, rules: ContentRules<Schema>) {
  const unread: ContentFile = { ...source, references: {}, lineOf: () => 1, ready: undefined };
  if (source.text === undefined) return { file: unread, faults: [] };
  const front = parseFrontMatter(source.text);
  if (Array.isArray(front)) {
    return { file: unread, faults: front.map((fault) => ({ ...fault, file: source.file })) };
  }
  const { keys, bodyKey } = rules;
  const lineOf: ContentFile['lineOf'] = (path, line) =>
    path[0] === bodyKey ? bodyLine(front, line) : front.lineOf(path, line);
  const isKnown = ([key]: [string, unknown]) => keys.includes(key);
  const data = Object.fromEntries(Object.entries(front.data).filter(isKnown));
  const input = rules.inputOf(source.slug, data, front);
  const { success, data: output, error } = rules.schema.safeParse(input);
  const issues = [
    ...unknownKeys(Object.keys(front.data), keys),
    ...rules.faultsIn(data, front),
    ...(success ? [] : error.issues.flatMap((issue) => faultsOf(issue, input, bodyKey))),
  ];
  const faults = issues.map(({ path, line, isAboutKey, message }) => ({
    file: source.file,
    line: isAboutKey ? front.lineOfKey(path) : lineOf(path, line),
    message,
  }));
  const ready =
    success && faults.length === 0
      ? {
          digest: digestOf(output),
          save: (db: Connection, now: number) => rules.save(db, output, now),
        }
      : undefined;
  return { file: { ...source, references: rules.referencesOf(input), lineOf, ready }, faults };
}

/** The first line with text, where no line of the body is named. */
function bodyLine({ body, bodyLine }: FrontMatter, line?: number): number {
  const first = body.split('\n').findIndex((text) => text.trim() !== '');
  return bodyLine - 1 + (line ?? Math.max(first, 0) + 1);
}

const digestOf = (input: unknown): string => createHash('sha256').update(JSON.stringify(input)).digest('hex');

const unknownKeys = (found: readonly string[], known: readonly string[]): InputFault[] =>
  found
    .filter((key) => !known.includes(key))
    .map((key) => ({
      path: [key],
      isAboutKey: true,
      message: `\`${key}\` is no key here; the keys are ${known.join(', ')}.`,
    }));

function faultsOf(issue: z.core.$ZodIssue, input: unknown, bodyKey: string): InputFault[] {
  const { path, message } = issue;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...path, key],
      isAboutKey: true,
      message: `\`${nameOf([...path, key])}\` is no key here.`,
    }));
  }
  if (path[0] === bodyKey) return [{ path, line: lineIn(issue), message }];
  const name = `\`${nameOf(path)}\``;
  const value = valueAt(input, path);
  if (value === undefined && issue.code !== 'custom') return [{ path, message: `${name} is missing.` }];
  const isUnquoted = issue.code === 'invalid_type' && issue.expected === 'string' && isSimple(value);
  const way = isUnquoted ? '. Put it in quotes.' : '';
  return [{ path, line: lineIn(issue), message: `${name}: ${message}${way}` }];
}

/** `keyPoints[0].title`. */
const nameOf = (path: readonly PropertyKey[]): string =>
  path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');

const lineIn = (issue: z.core.$ZodIssue): number | undefined => {
  const line: unknown = issue.code === 'custom' ? issue.params?.line : undefined;
  return typeof line === 'number' ? line : undefined;
};

const isSimple = (value: unknown): boolean => typeof value === 'number' || typeof value === 'boolean';
