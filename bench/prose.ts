const words = `
  market idea chain liquid story signal open network reward stake ledger bridge agent proof asset yield game
  world device data layer module price trust vote share early builder crowd season`
  .trim()
  .split(/\s+/);

/**
 * So many random words. The same `seed` always gives the same words.
 */
export const sentence = (seed: number, length: number): string => {
  const text = Array.from(
    { length },
    (_, place) => words[(seed * 7 + place * (seed % 5) + place * place * 3) % words.length],
  ).join(' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
};

/** Paragraphs of about 60 words. */
export const paragraphs = (seed: number, count: number): string =>
  Array.from({ length: count }, (_, place) =>
    [11, 17, 14, 18].map((length, part) => `${sentence(seed + place * 4 + part, length)}.`).join(' '),
  ).join('\n\n');
