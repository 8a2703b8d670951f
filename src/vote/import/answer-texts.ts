import leven from 'leven';
import { markedWithoutChoice, overvotedRank, type RankCell } from '../../result/ranking.ts';
import { ImportRefusedError } from './import-refused.ts';

/** An option as the cells of a file may name it. */
export interface NamedOption {
  id: number;
  slug: string;
  name: string;
  shortName: string;
}

/**
 * What else a text stands for: an option's slug; null for a mark that is not a choice; a rank, where
 * cells hold ranks; whether the option of the column is marked, where cells hold marks.
 */
export type AnswerMap = Readonly<Record<string, string | number | boolean | null>>;

/** An option, a mark without a choice, a rank or a mark. */
export type Meaning = Exclude<RankCell, null> | { rank: number } | { isMarked: boolean };

export interface AnswerTexts {
  /** Undefined for a text that is not known. */
  meaningOf: (text: string) => Meaning | undefined;
  /** The slug of the option that the text most resembles, if there is one. */
  nearest: (text: string) => string | undefined;
  /** Every text that stands for an option or for a mark without one, as `isSame` compares them. */
  texts: ReadonlySet<string>;
  /** The form in which two texts are the same. */
  normalized: (text: string) => string;
}

export interface AnswerTextOptions {
  options: readonly NamedOption[];
  map: AnswerMap;
  /** Whether case and blanks make a difference. */
  isExact: boolean;
}

/** What the ballots of `votes export` have in place of a slug; both can be imported again. */
export const noChoiceText = '(no choice)';
export const overvoteText = '(overvote)';

/** A text that says what kind of mark it is, whether or not a map calls it null. */
const overvote = /^\(?overvote\)?$/i;

/**
 * Reads texts by the names of the options and a map, of which the map has the last word. Throws
 * ImportRefusedError.
 */
export function answerTexts({ options, map, isExact }: AnswerTextOptions): AnswerTexts {
  const normalized = isExact ? (text: string) => text.trim() : loosened;
  const exact = new Map<string, Meaning>();
  const loose = new Map<string, Meaning | 'ambiguous'>();
  const add = (text: string, meaning: Meaning, isFinal: boolean) => {
    exact.set(text, meaning);
    const key = normalized(text);
    const before = isFinal ? undefined : loose.get(key);
    loose.set(key, before === undefined || before === meaning ? meaning : 'ambiguous');
  };
  const idBySlug = new Map(options.map(({ id, slug }) => [slug, id]));
  // Where two options share a text, the closer kind of name wins.
  for (const key of ['shortName', 'name', 'slug'] as const) {
    for (const option of options) add(option[key], option.id, false);
  }
  for (const [text, meaning] of [
    [noChoiceText, markedWithoutChoice],
    [overvoteText, overvotedRank],
    ['overvote', overvotedRank],
  ] as const) {
    if (!exact.has(text) && !loose.has(normalized(text))) add(text, meaning, false);
  }
  for (const [text, value] of Object.entries(map)) add(text, mapped(text, value, idBySlug), true);
  return {
    meaningOf: (text) => {
      const known = exact.get(text) ?? exact.get(text.trim()) ?? loose.get(normalized(text));
      return known === 'ambiguous' ? undefined : known;
    },
    nearest: (text) => nearestOption(text, options),
    texts: new Set([...loose].filter(([, meaning]) => typeof meaning === 'number').map(([text]) => text)),
    normalized,
  };
}

function mapped(
  text: string,
  value: AnswerMap[string] | undefined,
  idBySlug: ReadonlyMap<string, number>,
): Meaning {
  if (typeof value === 'number') return { rank: value };
  if (typeof value === 'boolean') return { isMarked: value };
  if (value == null) return overvote.test(text.trim()) ? overvotedRank : markedWithoutChoice;
  if (value.startsWith(openMark)) {
    throw new ImportRefusedError(
      `The map leaves \`${text}\` open (\`${value}\`). Write the slug of an option, or null for a mark that is not a choice.`,
    );
  }
  const id = idBySlug.get(value);
  if (id !== undefined) return id;
  throw new ImportRefusedError(
    `The map says \`${value}\` for \`${text}\`, which the survey does not offer; it offers ${[...idBySlug.keys()].join(', ')}.`,
  );
}

/** Begins a value of a written map that a person has to decide on; slugs cannot begin with it. */
export const openMark = '?';

const loosened = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\u2010-\u2015\u2212]/g, '-')
    .replaceAll(/[\u2018\u2019]/g, "'")
    .replaceAll(/\s/g, '');

function nearestOption(text: string, options: readonly NamedOption[]): string | undefined {
  const wanted = loosened(text).slice(0, 200);
  const words = new Set(text.toLowerCase().split(/[^\p{L}\p{N}]+/u));
  const scored = options.map(({ slug, name, shortName }) => {
    const names = [slug, name, shortName].map(loosened);
    const hasName =
      names.some((own) => own.length > 3 && wanted.includes(own)) || words.has(loosened(shortName));
    const distances = names.map((own) => leven(wanted, own) / Math.max(own.length, wanted.length, 1));
    return { slug, distance: hasName ? 0 : Math.min(...distances) };
  });
  const [best, second] = scored.sort((left, right) => left.distance - right.distance);
  if (best === undefined || best.distance > 0.4 || second?.distance === best.distance) return undefined;
  return best.slug;
}
