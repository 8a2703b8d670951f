/**
 * A text as one line that is safe on a terminal: what strangers wrote into a survey form must not move
 * the cursor or start a line of its own.
 */
export const printable = (text: string): string =>
  text.replace(
    /[\p{Cc}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
