import type { AnswerTexts } from './answer-texts.ts';
import { ImportRefusedError } from './import-refused.ts';

/**
 * The options of a cell that holds several. An option may have a separator in its own name, so the
 * longest run of parts that is a known text is one option. Of several separators, the one counts by which
 * all parts are known, else the first that is in the cell.
 */
export function splitList(text: string, separators: readonly string[], texts: AnswerTexts): string[] {
  const splits = separators
    .filter((separator) => text.includes(separator))
    .map((separator) => splitBy(text, separator, texts));
  return splits.find((parts) => parts.every((part) => isKnown(part, texts))) ?? splits[0] ?? [text];
}

/**
 * Throws ImportRefusedError where a list could be read in two ways: `Art, Music` as one option, or as
 * two.
 */
export function refuseAmbiguousLists(separators: readonly string[], answers: AnswerTexts): void {
  for (const text of answers.texts) {
    for (const separator of separators) {
      const parts = text.split(separator);
      if (parts.length > 1 && parts.every((part) => isKnown(part, answers))) {
        throw new ImportRefusedError(
          `\`${text}\` is an option, and so is each of its parts, so that a cell with them can be read in two ways. Export one column per option, or name another --separator.`,
        );
      }
    }
  }
}

const isKnown = (text: string, { texts, normalized }: AnswerTexts): boolean => texts.has(normalized(text));

function splitBy(text: string, separator: string, texts: AnswerTexts): string[] {
  const parts = text.split(separator);
  const options: string[] = [];
  for (let from = 0; from < parts.length; ) {
    const joined = (to: number) => parts.slice(from, to).join(separator).trim();
    let to = parts.length;
    while (to > from + 1 && !isKnown(joined(to), texts)) to -= 1;
    if (joined(to) !== '') options.push(joined(to));
    from = to;
  }
  return options;
}
