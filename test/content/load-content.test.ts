import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { loadContent, loadFirstContent } from '../../src/content/load-content.ts';
import type { Database } from '../../src/db/client.ts';
import { article } from '../../src/db/tables/article.ts';
import { contentFile } from '../../src/db/tables/content.ts';
import { narrative } from '../../src/db/tables/narrative.ts';
import { narrativeInput } from '../../src/narrative/narrative-input.ts';
import { saveNarrative } from '../../src/narrative/save-narrative.ts';
import { revisionsBySurveyIds } from '../../src/result/revision-queries.ts';
import { emptyDatabase } from '../support/database.ts';
import { countVotes, load, loadedDatabase, optionsOf, surveyNamed } from './loading.ts';
import { contentFolder, edited, now, rowsOf } from './sample.ts';

/** The tables with the rows that differ, as they are now; but for the version, which counts those changes. */
function difference(before: ReturnType<typeof rowsOf>, after: ReturnType<typeof rowsOf>) {
  return Object.fromEntries(
    Object.entries(after).flatMap(([table, rows]) => {
      if (table === 'content_version') return [];
      const known = new Set(before[table]?.map((row) => JSON.stringify(row)));
      const changed = rows.filter((row) => !known.has(JSON.stringify(row)));
      return changed.length === 0 && rows.length === known.size ? [] : [[table, changed]];
    }),
  );
}

describe('a load', () => {
  test('writes every file and says so', async () => {
    const db = emptyDatabase();
    const report = await loadContent(db, contentFolder(), { now });
    expect(report).toMatchObject({ added: 6, changed: 0, unchanged: 0, skipped: 0, missing: 0 });
    expect(report.changes.map(({ kind, slug, outcome }) => `${outcome} ${kind} ${slug}`)).toEqual([
      'added narrative ai',
      'added narrative defi',
      'added narrative rwa',
      'added survey awards',
      'added survey play',
      'added article about',
    ]);
    expect(db.select().from(narrative).where(eq(narrative.slug, 'ai')).get()).toEqual({
      id: 1,
      slug: 'ai',
      name: 'AI Networks',
      shortName: 'AI',
      summary: 'What AI is about.',
      keyPoints: '[{"title":"One","body":"The first point."}]',
      relatedProjects: '[{"name":"Polkadot"}]',
      updatedAt: now,
    });
    expect(surveyNamed(db, 'awards')).toMatchObject({
      state: 'PUBLISHED',
      ballots: null,
      edition: 2024,
    });
    expect(surveyNamed(db, 'play')).toMatchObject({
      state: 'OPEN',
      ballots: 0,
      maxChoices: 1,
      resultsVisibility: 'AFTER_CLOSE',
    });
    expect(db.select({ status: article.status }).from(article).all()).toEqual([{ status: 'PUBLISHED' }]);
  });

  test('of the same files changes no row', async () => {
    const db = await loadedDatabase();
    const rows = rowsOf(db);
    expect(await load(db, {})).toMatchObject({ added: 0, changed: 0, unchanged: 6, changes: [] });
    expect(rowsOf(db)).toEqual(rows);
  });

  test('of the same words in other lines changes no row', async () => {
    const db = await loadedDatabase();
    const rows = rowsOf(db);
    await load(db, edited('narratives/ai.md', 'What AI is about.\n', 'What AI\r\nis about.\r\n'));
    await load(db, edited('surveys/awards.md', '30.2', '30.20'));
    expect(rowsOf(db)).toEqual(rows);
  });

  test('of one edited file changes exactly its row', async () => {
    const db = await loadedDatabase();
    const rows = rowsOf(db);
    const report = await load(db, edited('narratives/defi.md', 'The first point.', 'Another point.'));
    expect(report).toMatchObject({ added: 0, changed: 1, unchanged: 5 });
    expect(difference(rows, rowsOf(db))).toEqual({
      narrative: [
        expect.objectContaining({
          id: 2,
          slug: 'defi',
          key_points: '[{"title":"One","body":"Another point."}]',
          updated_at: now + 1,
        }),
      ],
      content_file: [expect.objectContaining({ kind: 'narrative', slug: 'defi', loaded_at: now + 1 })],
      audit_entry: [expect.objectContaining({ actor: 'cli', action: 'loadContent', slug: 'defi' })],
      list_count: [{ facet: '["audit"]', entries: 7 }],
      // Its place in the list by date.
      list_entry: [expect.objectContaining({ facet: '["narratives"]', id: 2, at: now + 1 })],
    });
  });

  test('of a published share that was corrected begins the next revision, and keeps the shares before', async () => {
    const db = await loadedDatabase();
    await load(db, edited('surveys/awards.md', 'How it was run.', 'How it was run, in words.'));
    expect(surveyNamed(db, 'awards')).toMatchObject({ revision: 1 });
    await load(db, edited('surveys/awards.md', '18.80', '18.90'));
    const awards = surveyNamed(db, 'awards');
    expect(awards).toMatchObject({ revision: 2, updatedAt: now + 1 });
    const id = awards?.id ?? 0;
    expect(revisionsBySurveyIds(db, [id], 10).get(id)).toMatchObject([
      {
        revision: 1,
        results: [
          { option: { narrative: { slug: 'ai' } }, rank: 1, votes: null, share: 30.2 },
          { option: { narrative: { slug: 'defi' } }, rank: 2, votes: null, share: 18.8 },
        ],
      },
    ]);
    expect(
      db.$client
        .prepare("select actor, action, slug, before, after from audit_entry where action = 'reviseResult'")
        .all(),
    ).toEqual([
      {
        actor: 'cli',
        action: 'reviseResult',
        slug: 'awards',
        before: '{"defi":1880}',
        after: '{"defi":1890}',
      },
    ]);
  });

  test('takes references to what is in the database and no longer in the folder', async () => {
    const db = await loadedDatabase();
    const rows = rowsOf(db);
    const report = await load(db, {
      'narratives/ai.md': null,
      'surveys/awards.md': null,
      ...edited('articles/about.md', 'What it is about.', 'What it says.'),
    });
    expect(report).toMatchObject({ changed: 1, unchanged: 3, missing: 2 });
    expect(report.changes.map(({ slug, outcome }) => `${outcome} ${slug}`)).toEqual([
      'missing ai',
      'missing awards',
      'changed about',
    ]);
    expect(Object.keys(difference(rows, rowsOf(db)))).toEqual([
      'article',
      'audit_entry',
      'content_file',
      'list_count',
    ]);
  });

  test('writes nothing when one of many files has a fault', async () => {
    const db = emptyDatabase();
    const rows = rowsOf(db);
    await expect(load(db, edited('articles/about.md', 'title:', 'titel:'))).rejects.toThrow('about.md:2');
    expect(rowsOf(db)).toEqual(rows);
  });

  test('that the database refuses half-way leaves no trace', async () => {
    const db = await loadedDatabase();
    countVotes(db);
    const rows = rowsOf(db);
    const files = {
      ...edited('narratives/rwa.md', 'RWA Networks', 'Assets'),
      ...edited('surveys/play.md', '[ai, defi, rwa]', '[ai, rwa]'),
    };
    await expect(load(db, files)).rejects.toThrow('play.md:5: People have voted, so `defi` stays an option');
    expect(rowsOf(db)).toEqual(rows);
  });
});

describe('what was changed through the API', () => {
  const edit = (db: Database) => {
    db.update(narrative).set({ summary: 'Through the API.' }).where(eq(narrative.slug, 'ai')).run();
    db.update(contentFile).set({ editedAt: now }).where(eq(contentFile.slug, 'ai')).run();
  };

  test('is left as it is and reported', async () => {
    const db = await loadedDatabase();
    edit(db);
    const rows = rowsOf(db);
    const report = await load(db, edited('narratives/ai.md', 'AI Networks', 'Intelligence'));
    expect(report.changes).toEqual([{ kind: 'narrative', slug: 'ai', outcome: 'skipped', ignoredKeys: [] }]);
    expect(rowsOf(db)).toEqual(rows);
  });

  test('is overwritten when that is forced, once', async () => {
    const db = await loadedDatabase();
    edit(db);
    expect(await load(db, {}, true)).toMatchObject({ changed: 1, unchanged: 5, skipped: 0 });
    expect(db.select().from(narrative).where(eq(narrative.slug, 'ai')).get()?.summary).toBe(
      'What AI is about.',
    );
    expect(await load(db, {}, true)).toMatchObject({ changed: 0, unchanged: 6, skipped: 0 });
  });

  test('includes what was made there under the name of a new file', async () => {
    const db = emptyDatabase();
    const input = { slug: 'ai', name: 'Made', shortName: 'Made', summary: 'Through the API.' };
    saveNarrative(db, narrativeInput.parse(input), now);
    expect(await load(db, {})).toMatchObject({ added: 5, skipped: 1 });
    expect(db.select().from(narrative).where(eq(narrative.slug, 'ai')).get()?.name).toBe('Made');
  });
});

describe('the first content', () => {
  test('is that of the program, without a fault', async () => {
    const db = emptyDatabase();
    expect(await loadFirstContent(db, now)).toMatchObject({ added: 14, changed: 0, skipped: 0 });
    const options = optionsOf(db, 'top-crypto-narratives-2024');
    expect(options[0]).toMatchObject({ slug: 'depin', reportedShare: 3020 });
    expect(options.reduce((sum, { reportedShare }) => sum + (reportedShare ?? 0), 0)).toBe(9620);
    expect(optionsOf(db, 'sandbox').map(({ votes }) => votes)).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    expect(surveyNamed(db, 'sandbox')).toMatchObject({ state: 'OPEN', isSample: true, closesAt: null });
  });

  test('is not loaded into a database that has some', async () => {
    const db = await loadedDatabase();
    const rows = rowsOf(db);
    expect(await loadFirstContent(db, now)).toBeUndefined();
    expect(rowsOf(db)).toEqual(rows);
  });
});
