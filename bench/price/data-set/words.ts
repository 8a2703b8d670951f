import type { Random } from '../../random.ts';

const consonants = ['b', 'd', 'f', 'g', 'k', 'l', 'm', 'n', 'p', 'r', 's', 't', 'v', 'z', 'st', 'tr'];
const vowels = ['a', 'e', 'i', 'o', 'u', 'ai', 'ea'];

/** Random words of two to four syllables, the most frequent first. */
const vocabulary: readonly string[] = Array.from({ length: 6_000 }, (_, place) => {
  let left = place * 7_919 + 13;
  const syllables = place < 200 ? 2 : place < 2_000 ? 3 : 4;
  return Array.from({ length: syllables }, () => {
    const consonant = consonants[left % consonants.length];
    left = Math.floor(left / consonants.length) + 5 * left;
    const vowel = vowels[left % vowels.length];
    left += place + 3;
    return `${consonant}${vowel}`;
  }).join('');
});

/** The most frequent words: nearly every long text has each of them. */
export const commonWords: readonly string[] = vocabulary.slice(0, 32);

/**
 * A word; the n-th of the vocabulary is about n times less frequent than the first (Zipf's law), as in real
 * texts.
 */
const word = (random: Random): string =>
  vocabulary[Math.floor(vocabulary.length ** random.fraction()) - 1] ?? '';

export function words(random: Random, count: number): string {
  const text = Array.from({ length: count }, () => word(random)).join(' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A paragraph of about so many characters. */
export function paragraph(random: Random, characters: number): string {
  const sentences: string[] = [];
  for (let length = 0; length < characters; ) {
    const sentence = `${words(random, random.between(6, 22))}.`;
    sentences.push(sentence);
    length += sentence.length + 1;
  }
  return sentences.join(' ').slice(0, characters).trimEnd();
}
