const outsideAscii = /[\u0080-\uffff]/g;
const marks = /^\p{L}[\u0300-\u036f]+$/u;

const foldedCharacters = new Map<string, string>();

/**
 * A text in the form in which texts are compared: in lower case and without diacritics, as FTS5's `unicode61`
 * with `remove_diacritics 2` compares them. It is as long as the text, so that a place in one is a place in
 * the other; the text is to be in NFC.
 */
export function folded(text: string): string {
  // Counting bytes is many times faster than looking for such a character, and most texts have none.
  if (Buffer.byteLength(text) === text.length) return text.toLowerCase();
  return text.replace(outsideAscii, foldedCharacter).toLowerCase();
}

/** Of one UTF-16 code unit, and one long. */
function foldedCharacter(character: string): string {
  const known = foldedCharacters.get(character);
  if (known !== undefined) return known;
  const lower = character.toLowerCase();
  const apart = lower.normalize('NFD');
  const [base = character] = lower.length === 1 && marks.test(apart) ? apart : lower;
  // There are at most 65,408 of them.
  foldedCharacters.set(character, base);
  return base;
}
