import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../src/db/client.ts';
import { matchOf, narrativeMatches, searchWords } from '../../src/db/full-text.ts';
import { migrate } from '../../src/db/migrate.ts';
import { narrative } from '../../src/db/tables/narrative.ts';
import { addArticle } from '../article/sample.ts';
import { emptyDatabase } from '../support/database.ts';
import { addNarrative, addSurvey } from './sample.ts';

/** The slugs of the narratives that a search text finds. */
function found(db: Database, text: string, isEveryWordPrefix = false): string[] {
  const words = searchWords(text, isEveryWordPrefix);
  if (words.length === 0) return [];
  const rows = db
    .select({ slug: narrative.slug })
    .from(narrative)
    .where(narrativeMatches('match'))
    .orderBy(narrative.slug)
    .prepare()
    .all({ match: matchOf(words) });
  return rows.map(({ slug }) => slug);
}

/** Only read by the tests. */
const pets = openDatabase(':memory:');
migrate(pets);
addNarrative(pets, 'cats', { name: 'Cats', summary: 'cats and dogs near a café in Zürich' });
addNarrative(pets, 'dogs', { name: 'Dogs', summary: 'title: only dogs; naïve, not 30.2%' });
addNarrative(pets, 'hindi', { name: 'हिन्दी', summary: 'مُحَمَّد שָׁלוֹם 日本 1️⃣ rock’n’roll' });
// Rows of other kinds, with the ids of narratives that do not have their words.
addSurvey(pets, 'cats', { title: 'cats' });
addSurvey(pets, 'parrots', { title: 'parrots', description: 'canaries' });
addArticle(pets, { slug: 'hamsters', title: 'hamsters', body: 'rabbits' });

test.each<[text: string, slugs: string[]]>([
  ['cats', ['cats']],
  ['parrots', []],
  ['canaries', []],
  ['hamsters', []],
  ['rabbits', []],
  ['CATS', ['cats']],
  ['dogs', ['cats', 'dogs']],
  ['dogs cats', ['cats']],
  ['cat', ['cats']],
  ['cats do', ['cats']],
  ['cat dogs', []],
  ['cafe', ['cats']],
  ['cafe\u0301', ['cats']],
  ['Ｃats', []],
  ['zurich', ['cats']],
  ['ZÜRICH', ['cats']],
  ['naive', ['dogs']],
  ['30.2', ['dogs']],
  ['हिन्दी', ['hindi']],
  ['हिन्', ['hindi']],
  ['हान्दी', []],
  ['مُحَمَّد', ['hindi']],
  ['\u202Eשָׁלוֹם\u202C', ['hindi']],
  ['日', ['hindi']],
  ['本', []],
  ['1️⃣', ['hindi']],
  ["rock'n'roll", ['hindi']],
])('%j finds %j', (text, slugs) => {
  expect(found(pets, text)).toEqual(slugs);
});

describe('no character is an operator', () => {
  test.each<[text: string, slugs: string[]]>([
    ['cats AND dogs', ['cats']],
    ['cats OR dogs', []],
    ['cats NOT dogs', []],
    ['NOT dogs', ['dogs']],
    ['NEAR(cats dogs, 5)', []],
    ['NEAR(cats dogs)', ['cats']],
    ['NEAR(', ['cats']],
    ['title:cats', []],
    ['title : dogs', ['dogs']],
    ['{title body}: cats', []],
    ['-cats', ['cats']],
    ['- title : dogs', ['dogs']],
    ['^dogs', ['cats', 'dogs']],
    ['cats + dogs', ['cats']],
    ['c* dogs', []],
    ['*cats*', ['cats']],
    ['*', []],
    ['"', []],
    ['""', []],
    ['"cats', ['cats']],
    ['cats"', ['cats']],
    ['"dogs cats"', ['cats']],
    ['cats" OR "dogs', []],
    ['cats") OR ("dogs', []],
    ["cats' OR '1'='1", []],
    ["'); drop table narrative; --", []],
    ['(cats', ['cats']],
    ['cats))))', ['cats']],
    ['cats\0dogs', ['cats']],
    ['\0', []],
    ['\0cats', ['cats']],
    ['\uD800cats\uDFFF', ['cats']],
    ['\uD83D', []],
    ['🐈', []],
    ['🐈cats🐕', ['cats']],
    ['👩‍👩‍👧 dogs ❤️ cats', ['cats']],
    ['❤️cats', ['cats']],
    ['\u0301', []],
    ['\u0301\u0301 cats', ['cats']],
    ['.,;:!?-_/\\|@#$%^&*()[]{}<>~`', []],
    ['', []],
    [' \t\r\n', []],
    ['@param :x ?1 $y cats', []],
    ['%', []],
    ['c_ts', []],
  ])('%j finds %j', (text, slugs) => {
    expect(found(pets, text)).toEqual(slugs);
  });

  const name = fc.constantFrom(
    'zürich',
    'हिन्दी',
    'naïve',
    '日本',
    'ру́сский',
    'مُحَمَّد',
    'x2',
    'AND',
    'NEAR',
    'title',
  );
  const noise = fc.array(
    fc.constantFrom(
      ' ',
      '"',
      '""',
      "'",
      '*',
      '(',
      ')',
      '^',
      '-',
      '+',
      ':',
      '{',
      '}',
      '\0',
      '\uD800',
      '🐈',
      '\u202E',
      ',',
    ),
    { minLength: 1, maxLength: 6 },
  );
  const text = fc
    .array(fc.tuple(name, noise), { minLength: 1, maxLength: 6 })
    .map((parts) => parts.map(([word, rest]) => word + rest.join('')).join(''));

  test('every text is found by itself, and not by itself with a word more', () => {
    const db = emptyDatabase();
    addNarrative(db, 'one');
    fc.assert(
      fc.property(text, fc.boolean(), (summary, isEveryWordPrefix) => {
        db.update(narrative).set({ summary }).run();
        expect(found(db, summary, isEveryWordPrefix)).toEqual(['one']);
        expect(found(db, `absent ${summary}`, isEveryWordPrefix)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test('no text is an error', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 200 }),
        fc.boolean(),
        (anything, isEveryWordPrefix) => {
          found(pets, anything, isEveryWordPrefix);
        },
      ),
      { numRuns: 300 },
    );
  });
});

test('a word is one token of the index, whatever character is in it', () => {
  const db = emptyDatabase();
  const characters = Array.from({ length: 0x110000 }, (_, point) => String.fromCodePoint(point));
  const words = characters
    .map((character) => `a${character}b`)
    .filter((word) => matchOf(searchWords(word)) === `"${word}"*`);
  expect(words.length).toBeGreaterThan(140_000);
  // The indexes do not store the places of words, so another one with their tokenizer counts.
  const sqlOfIndex = db.$client
    .prepare("select sql from sqlite_schema where name = 'narrative_index'")
    .pluck();
  const [tokenizer] = /tokenize = "[^"]*"/.exec(String(sqlOfIndex.get())) ?? [];
  db.run(sql.raw(`create virtual table counted using fts5(body, ${tokenizer})`));
  db.run(sql`insert into counted values (${words.join(' ')})`);
  db.run(sql`create virtual table tokens using fts5vocab(counted, instance)`);
  expect(db.get(sql`select count(*) as count from tokens`)).toEqual({ count: words.length });
});

test('the first 6 different words count, however often they are repeated', () => {
  const db = emptyDatabase();
  addNarrative(db, 'one', { summary: 'one two three four five six' });
  expect(searchWords('Two TWO two, twó one').map(({ text, isPrefix }) => [text, isPrefix])).toEqual([
    ['Two', false],
    ['one', true],
  ]);
  expect(found(db, 'one one two two three three four four five five si si')).toEqual(['one']);
  expect(found(db, 'one two three four five six seven')).toEqual(['one']);
  expect(found(db, 'one two three four five seven')).toEqual([]);
});

test('beyond 500 characters a text is not looked at', () => {
  const db = emptyDatabase();
  addNarrative(db, 'one', { summary: 'word' });
  expect(found(db, `word ${'"('.repeat(5000)} more`)).toEqual(['one']);
  expect(found(db, 'x'.repeat(10_000))).toEqual([]);
  expect(found(db, '"'.repeat(10_000))).toEqual([]);
  expect(found(db, `${'('.repeat(100)}word${')'.repeat(5000)}`)).toEqual(['one']);
  expect(found(db, 'a\u0342'.repeat(5000))).toEqual([]);
  expect(found(db, '\u0301'.repeat(10_000))).toEqual([]);
});

test('every word is a prefix where that is asked for', () => {
  expect(found(pets, 'ca do', true)).toEqual(['cats']);
  expect(found(pets, 'ats dogs', true)).toEqual([]);
});
