import { folded } from '../db/folded.ts';
import type { SearchWord } from '../db/full-text.ts';
import { escapeHtml } from '../text/escape-html.ts';
import type { SearchSection } from './hit.ts';

/**
 * A part of what was found, in plain text: its title, a question with its answer, a section with its heading.
 */
export interface Passage {
  text: string;
  /** Undefined where the part is not a section of an article. */
  section?: SearchSection;
}

/** In UTF-16 code units. */
const snippetLength = 240;
/** How much of the text comes before the first word that was found. */
const leadLength = 40;
/** Occurrences of one word that are looked at, to find where the words stand together. */
const maximumOccurrences = 50;

/**
 * The passage that has most of the words, the first one among equals; undefined when there are no passages.
 */
export function bestPassage(passages: Iterable<Passage>, words: readonly SearchWord[]): Passage | undefined {
  let best: Passage | undefined;
  let most = -1;
  for (const passage of passages) {
    const text = folded(composed(passage.text));
    let missing = 0;
    for (const word of words) {
      if (placeOf(text, word, 0) < 0) missing += 1;
      // Then it is not better than the best.
      if (words.length - missing <= most) break;
    }
    if (words.length - missing <= most) continue;
    best = passage;
    most = words.length - missing;
    if (missing === 0) break;
  }
  return best;
}

/** In NFC, which plain ASCII always is. */
const composed = (text: string): string =>
  Buffer.byteLength(text) === text.length ? text : text.normalize('NFC');

/**
 * Part of a text as safe HTML: where most of the words stand together, the words in `<mark>`, everything else
 * escaped.
 */
export function snippetOf(passage: string, words: readonly SearchWord[]): string {
  const text = composed(passage)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  const found = wordsIn(folded(text), words);
  const start = startBefore(text, found[densest(found)]?.start ?? 0);
  const end = endBefore(text, start + snippetLength);
  let html = start > 0 ? '…' : '';
  let from = start;
  for (const place of found) {
    if (place.start < from || place.start >= end) continue;
    const stop = Math.min(place.end, end);
    html += `${escapeHtml(text.slice(from, place.start))}<mark>${escapeHtml(text.slice(place.start, stop))}</mark>`;
    from = stop;
  }
  return `${html}${escapeHtml(text.slice(from, end))}${end < text.length ? '…' : ''}`;
}

interface FoundWord {
  word: SearchWord;
  start: number;
  /** Where the whole word ends, also where just its beginning was looked for. */
  end: number;
}

/** Where the words stand in a folded text, in its order. */
function wordsIn(text: string, words: readonly SearchWord[]): FoundWord[] {
  const found: FoundWord[] = [];
  for (const word of words) {
    let count = 0;
    for (let start = placeOf(text, word, 0); start >= 0; start = placeOf(text, word, start + 1)) {
      let end = start + word.folded.length;
      while (end < text.length && isOfWord(text, end)) end += 1;
      found.push({ word, start, end });
      count += 1;
      if (count === maximumOccurrences) break;
    }
  }
  return found.sort((left, right) => left.start - right.start);
}

/** The place of the word in a folded text, at `from` or after it; -1 where there is none. */
function placeOf(text: string, { folded: word, isPrefix }: SearchWord, from: number): number {
  for (let start = text.indexOf(word, from); start >= 0; start = text.indexOf(word, start + 1)) {
    const end = start + word.length;
    const isWhole = isPrefix || end === text.length || !isOfWord(text, end);
    if (isWhole && (start === 0 || !isOfWord(text, start - 1))) return start;
  }
  return -1;
}

const ofWord = /[\p{L}\p{N}\p{M}]/u;

/** Whether the code unit is a part of a word. */
function isOfWord(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  if (unit < 0x80) return (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x30 && unit <= 0x39);
  // The second half of a pair goes with the first.
  const first = isTrail(text, index) && index > 0 ? index - 1 : index;
  return ofWord.test(String.fromCodePoint(text.codePointAt(first) ?? 0));
}

/** The place from which on most different words stand within the length of a snippet. */
function densest(found: readonly FoundWord[]): number {
  let best = 0;
  let most = 0;
  for (const [index, { start }] of found.entries()) {
    const words = new Set<SearchWord>();
    for (let other = index; other < found.length; other += 1) {
      const place = found[other];
      if (place === undefined || place.end > start + snippetLength - leadLength) break;
      words.add(place.word);
    }
    if (words.size > most) {
      best = index;
      most = words.size;
    }
  }
  return best;
}

/** A little before the place, where a word begins; the beginning of the text where that is as near. */
function startBefore(text: string, place: number): number {
  if (place <= leadLength) return 0;
  const space = text.indexOf(' ', place - leadLength);
  return space >= 0 && space < place ? space + 1 : place;
}

/** Where the last whole word before the place ends, the end of the text where that is as near. */
function endBefore(text: string, place: number): number {
  if (place >= text.length) return text.length;
  const space = text.lastIndexOf(' ', place);
  if (space > place - snippetLength / 2) return space;
  // A text without spaces is cut anywhere, but not between the halves of a pair.
  return isTrail(text, place) ? place - 1 : place;
}

const isTrail = (text: string, index: number): boolean => {
  const unit = text.charCodeAt(index);
  return unit >= 0xdc00 && unit <= 0xdfff;
};
