/**
 * Widths of characters in em, of a sans-serif. Readers' fonts differ and are not known here, so these are
 * generous: a text is broken early rather than drawn over what is beside it.
 */
const widths: readonly [RegExp, number][] = [
  // Marks are drawn on the character before them; format characters are invisible.
  [/[\p{Mn}\p{Me}\p{Cf}]/u, 0],
  [/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff00-\uffef]/u, 1],
  [/\p{Extended_Pictographic}/u, 1.3],
  [/[ijlIft.,:;'’|!()[\]\-· ]/u, 0.36],
  [/[mwMW%@—…]/u, 0.95],
  [/[A-Z&$€]/u, 0.72],
];

const usualWidth = 0.6;

/** Looked up once for each character that occurs; there are at most so many as Unicode has. */
const known = new Map<string, number>();

function widthOf(character: string): number {
  const width =
    known.get(character) ?? widths.find(([pattern]) => pattern.test(character))?.[1] ?? usualWidth;
  known.set(character, width);
  return width;
}

/** About how wide a text is in a font of this size. */
export function textWidth(text: string, size: number): number {
  let ems = 0;
  for (const character of text) ems += widthOf(character);
  return ems * size;
}

export interface LineBox {
  /** Of the font. */
  size: number;
  width: number;
  /** How many lines there may be. */
  lines: number;
}

/** Sums of widths differ in their last digits by the order of their parts. */
const rounding = 1e-6;

/**
 * Breaks a text into lines that fit, between words where there are any; what does not fit ends with an
 * ellipsis.
 */
export function textLines(text: string, { size, width, lines }: LineBox): string[] {
  const broken: string[] = [];
  let line = '';
  let used = 0;
  for (const piece of piecesOf(text, size, width)) {
    const added = textWidth(piece, size);
    if (used + added <= width + rounding) {
      line += piece;
      used += added;
    } else {
      broken.push(line.trim());
      line = piece.trimStart();
      used = textWidth(line, size);
    }
  }
  if (line.trim() !== '') broken.push(line.trim());
  if (broken.length <= lines) return broken;
  const last = graphemesOf(broken.slice(lines - 1).join(' '));
  while (last.length > 0 && textWidth(`${last.join('').trimEnd()}…`, size) > width) last.pop();
  return [...broken.slice(0, lines - 1), `${last.join('').trimEnd()}…`];
}

const withoutBlanks = '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}]';
const ofWord = `[[^\\s\\-]--${withoutBlanks}]`;

/**
 * A word with the blanks before it, a part of one up to its hyphen, or a character of a script without
 * blanks.
 */
const pieces = new RegExp(`\\s*(?:${withoutBlanks}|${ofWord}*-+|${ofWord}+)`, 'gv');

/** Words that are longer than a line are broken between the characters that a reader sees. */
const piecesOf = (text: string, size: number, width: number): string[] =>
  (text.match(pieces) ?? []).flatMap((piece) =>
    textWidth(piece, size) > width ? graphemesOf(piece) : [piece],
  );

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

const graphemesOf = (text: string): string[] => Array.from(segmenter.segment(text), ({ segment }) => segment);
