import { eq } from 'drizzle-orm';
import { articleInput } from '../../../src/article/article-input.ts';
import { saveArticle } from '../../../src/article/save-article.ts';
import type { Database } from '../../../src/db/client.ts';
import { article, articleNarrative } from '../../../src/db/tables/article.ts';
import { narrative } from '../../../src/db/tables/narrative.ts';
import { survey } from '../../../src/db/tables/survey.ts';
import { type Random, seededRandom } from '../../random.ts';
import { renderedTexts } from '../../rendered.ts';
import { markdown } from './markdown.ts';
import { narrativeSlug } from './narratives.ts';
import type { Size } from './size.ts';
import { runoffOptionCount, surveySlug, surveys } from './surveys.ts';
import { paragraph, words } from './words.ts';

export const articleSlug = (place: number): string => `article-${place}`;

const day = 86_400_000;
const explained = [surveys.single, surveys.ranked, surveys.approval, surveys.runoff];

/** From 10 to 60 KB, most of them short. */
const charactersOf = (place: number): number =>
  [10_000, 12_000, 15_000, 11_000, 22_000, 13_000, 10_000, 60_000][place % 8] ?? 0;

/** Articles with placeholders for the results of their survey. */
const hasFigures = (place: number): boolean => place % 4 === 0 || place % 8 === 7;

function template(place: number, random: Random, size: Size): unknown {
  const placeholders = hasFigures(place)
    ? Array.from({ length: runoffOptionCount }, (_, option) => narrativeSlug(option))
    : [];
  return {
    slug: articleSlug(place),
    title: `${words(random, 6)} ${place}`,
    excerpt: paragraph(random, place % 10 === 0 ? 990 : 240),
    category: `Category ${place % 3 === 0 ? 0 : place % 40}`,
    author: `Author ${place % 60}`,
    publishedAt: new Date(Date.UTC(2025, 0, 1) - place * day).toISOString(),
    body: markdown(random, { characters: charactersOf(place), placeholders }),
    faqs: Array.from({ length: place % 8 === 7 ? 32 : place % 4 }, () => ({
      question: `${words(random, 7)}?`,
      answer: paragraph(random, 400),
    })),
    disclaimer: place % 2 === 0 ? paragraph(random, 300) : null,
    survey: hasFigures(place)
      ? explained[Math.floor(place / 4) % explained.length]
      : place % 5 === 0
        ? surveys.single
        : surveySlug(5 * random.below((size.surveys - 4) / 5) + 2),
    narratives: narrativesOf(place, random, size),
    isDraft: place % 50 === 49,
  };
}

/** Every second article has the first narrative, and every sixteenth has as many as possible. */
const narrativesOf = (place: number, random: Random, size: Size): string[] => [
  ...(place % 2 === 0 ? [narrativeSlug(0)] : []),
  ...Array.from({ length: place % 16 === 15 ? 63 : 4 }, (_, step) =>
    narrativeSlug(1 + ((random.below(size.narratives) + step * 61) % (size.narratives - 1))),
  ).filter((slug, index, all) => all.indexOf(slug) === index),
];

/**
 * Saves the first articles with `saveArticle`. The rest are copies of their rows with other slugs, dates and
 * narratives, since rendering all of them takes a quarter of an hour. Triggers index and count the copies.
 */
export function fillArticles(db: Database, size: Size, now: number): void {
  const random = seededRandom(4);
  for (let place = 0; place < size.articleTemplates; place += 1) {
    const input = articleInput.parse(template(place, random, size));
    saveArticle(db, input, renderedTexts(input), now);
  }
  const copy = copier(db);
  const ids = new Map(
    db
      .select({ slug: narrative.slug, id: narrative.id })
      .from(narrative)
      .all()
      .map((row) => [row.slug, row.id]),
  );
  const surveyIds = new Map(
    db
      .select({ slug: survey.slug, id: survey.id })
      .from(survey)
      .all()
      .map((row) => [row.slug, row.id]),
  );
  for (let place = size.articleTemplates; place < size.articles; place += 1) {
    const original = place % size.articleTemplates;
    const id = copy(articleSlug(original), articleSlug(place));
    db.update(article)
      .set({
        title: `${words(random, 6)} ${place}`,
        publishedAt: Date.UTC(2025, 0, 1) - place * 3_600_000,
        // Placeholders need the survey of the template.
        ...(!hasFigures(original) && {
          surveyId: surveyIds.get(surveySlug(5 * random.below((size.surveys - 4) / 5) + 2)) ?? null,
        }),
      })
      .where(eq(article.id, id))
      .run();
    db.insert(articleNarrative)
      .values(
        narrativesOf(place, random, size).map((slug, position) => ({
          articleId: id,
          narrativeId: ids.get(slug) ?? 0,
          position,
        })),
      )
      .run();
  }
}

/**
 * Copies an article's row and the rows of the tables that refer to it, with all their columns, except for its
 * narratives. Returns the new id.
 */
function copier(db: Database): (from: string, to: string) => number {
  const { $client: client } = db;
  const columnsOf = (table: string) =>
    client
      .prepare<[], string>(`select name from pragma_table_info('${table}') where name <> 'id'`)
      .pluck()
      .all();
  const quoted = (names: readonly string[]) => names.map((name) => `\`${name}\``).join();
  const insertFrom = (table: string, replaced: Record<string, string>, where: string) => {
    const columns = columnsOf(table);
    const values = columns.map((name) => replaced[name] ?? `\`${name}\``);
    return `insert into \`${table}\` (${quoted(columns)}) select ${values.join()}
      from \`${table}\` where ${where}`;
  };
  const parts = client
    .prepare<[], { name: string; column: string }>(
      `select schema.name, key."from" as column
       from sqlite_schema as schema, pragma_foreign_key_list(schema.name) as key
       where schema.type = 'table' and key."table" = 'article' and schema.name <> 'article_narrative'`,
    )
    .all();
  const copyRow = client.prepare<{ from: string; to: string }, { id: number }>(
    `${insertFrom('article', { slug: '@to' }, 'slug = @from')} returning id`,
  );
  const copyParts = parts.map(({ name, column }) =>
    client.prepare<{ id: number; from: string }>(
      insertFrom(name, { [column]: '@id' }, `\`${column}\` = (select id from article where slug = @from)`),
    ),
  );
  return (from, to) => {
    const id = copyRow.get({ from, to })?.id;
    if (id === undefined) throw new Error(`There is no article ${from}.`);
    for (const statement of copyParts) statement.run({ id, from });
    return id;
  };
}
