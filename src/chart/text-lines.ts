/**
 * Widths of characters in em, of a sans-serif. Readers' fonts differ and are not known here, so these are generous:
 * a text is broken early rather than drawn over what is beside it.
 */
const widths: readonly [RegExp, number][] = [
  // Marks are drawn on the character before them; format characters are not drawn.
  [/^[\p{Mn}\p{Me}\p{Cf}]/u, 0],
  [/^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff00-\uffef]/u, 1],
  [/^\p{Extended_Pictographic}/u, 1.3],
  [/^[ijlIft.,:;'’|!()[\]\-· ]/u, 0.36],
  [/^[mwMW%@—…]/u, 0.95],
  [/^[A-Z&$€]/u, 0.72],
];

const usualWidth = 0.6;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

const graphemesOf = (text: string): string[] => [...graphemes.segment(text)].map(({ segment }) => segment);

/** About how wide a text is in a font of this size. */
export function textWidth(text: string, size: number): number {
  const ems = graphemesOf(text).reduce(
    (sum, grapheme) => sum + (widths.find(([pattern]) => pattern.test(grapheme))?.[1] ?? usualWidth),
    0,
  );
  return ems * size;
}

export interface LineBox {
  /** Of the font. */
  size: number;
  width: number;
  /** How many lines there may be. */
  lines: number;
}

/** Breaks a text into lines that fit, between words where there are any; what does not fit ends with an ellipsis. */
export function textLines(text: string, { size, width, lines }: LineBox): string[] {
  const broken: string[] = [];
  let line = '';
  for (const piece of piecesOf(text, size, width)) {
    if (textWidth((line + piece).trimEnd(), size) <= width) {
      line += piece;
    } else {
      broken.push(line.trimEnd());
      line = piece.trimStart();
    }
  }
  if (line.trim() !== '') broken.push(line.trimEnd());
  if (broken.length <= lines) return broken;
  const last = graphemesOf(broken.slice(lines - 1).join(' '));
  while (last.length > 0 && textWidth(`${last.join('').trimEnd()}…`, size) > width) last.pop();
  return [...broken.slice(0, lines - 1), `${last.join('').trimEnd()}…`];
}

/** What a line may begin or end with: a word, a part of one up to its hyphen, or a character of a script without blanks. */
const piece =
  /\s*(?:[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[^\s\-\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]*-+|[^\s\-\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+)|\s+$/gu;

/** Words that are longer than a line are pieces by character. */
const piecesOf = (text: string, size: number, width: number): string[] =>
  (text.match(piece) ?? []).flatMap((one) => (textWidth(one, size) > width ? graphemesOf(one) : [one]));
