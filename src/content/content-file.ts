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
  /** Of what the file says; undefined when it has faults. */
  digest: string | undefined;
  /** Renders the file's texts, whether it has other faults or not. */
  render: () => Promise<RenderedFile>;
}

export interface RenderedFile {
  /** What keeps the texts from being saved. */
  faults: readonly ContentFault[];
  /**
   * Returns the keys of the file that were left as they are in the database. For a file without any faults.
   */
  save: (db: Connection, now: number) => readonly string[];
}

/** Checks everything about a file that can be checked without looking at others. */
export function readContentFile(source: ContentSource): { file: ContentFile; faults: ContentFault[] } {
  const { kind } = source;
  if (kind === 'narrative') return read(source, narrativeRules);
  if (kind === 'survey') return read(source, surveyRules);
  return read(source, articleRules);
}

function read<Schema extends z.ZodType, Texts>(source: ContentSource, rules: ContentRules<Schema, Texts>) {
  const unread: ContentFile = {
    ...source,
    references: {},
    lineOf: () => 1,
    digest: undefined,
    render: () => Promise.resolve({ faults: [], save: () => [] }),
  };
  if (source.text === undefined) return { file: unread, faults: [] };
  const front = parseFrontMatter(source.text);
  if (Array.isArray(front)) {
    return { file: unread, faults: front.map((fault) => ({ ...fault, file: source.file })) };
  }
  const { bodyKey } = rules;
  const keys = Object.keys(rules.keys);
  const lineOf: ContentFile['lineOf'] = (path, line) =>
    path[0] === bodyKey ? bodyLine(front, line) : front.lineOf(path, line);
  const isKnown = ([key]: [string, unknown]) => keys.includes(key);
  const data = Object.fromEntries(Object.entries(front.data).filter(isKnown));
  const input = rules.inputOf(source.slug, data, front);
  const { success, data: output, error } = rules.schema.safeParse(input);
  const issues = [
    ...unknownKeys(Object.keys(front.data), keys),
    ...rules.faultsIn(data),
    ...(success ? [] : error.issues.flatMap((issue) => faultsOf(issue, input, bodyKey))),
  ];
  const inFile = ({ path, line, isAboutKey, message }: InputFault): ContentFault => ({
    file: source.file,
    line: isAboutKey ? front.lineOfKey(path) : lineOf(path, line),
    message,
  });
  const render = async (): Promise<RenderedFile> => {
    const { faults, texts } = await rules.render(input);
    const ofTexts = faults.map((fault) => ({ ...fault, message: named(fault, bodyKey) }));
    return {
      faults: ofTexts.map(inFile),
      save: (db, now) => (success ? rules.save(db, output, texts, now) : []),
    };
  };
  const digest = success && issues.length === 0 ? digestOf(output) : undefined;
  const references = rules.referencesOf(input);
  return { file: { ...source, references, lineOf, digest, render }, faults: issues.map(inFile) };
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
      message: `\`${key}\` is not a key here; the keys are ${known.join(', ')}.`,
    }));

function faultsOf(issue: z.core.$ZodIssue, input: unknown, bodyKey: string): InputFault[] {
  const { path, message } = issue;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...path, key],
      isAboutKey: true,
      message: `\`${nameOf([...path, key])}\` is not a key here.`,
    }));
  }
  if (path[0] === bodyKey) return [{ path, line: lineIn(issue), message }];
  const value = valueAt(input, path);
  // A key without a value is null in YAML.
  if (value == null && issue.code !== 'custom') {
    return [{ path, message: `\`${nameOf(path)}\` is missing.` }];
  }
  const isUnquoted = issue.code === 'invalid_type' && issue.expected === 'string' && isSimple(value);
  const way = isUnquoted ? '. Put it in quotes.' : '';
  return [{ path, line: lineIn(issue), message: `${named({ path, message }, bodyKey)}${way}` }];
}

/** The message with the name of the value, unless that is the body of the file. */
const named = ({ path, message }: Pick<InputFault, 'path' | 'message'>, bodyKey: string): string =>
  path[0] === bodyKey ? message : `\`${nameOf(path)}\`: ${message}`;

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
