import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { loadContent, loadFirstContent } from '../../src/content/load-content.ts';
import type { Database } from '../../src/db/client.ts';
import { article } from '../../src/db/tables/article.ts';
import { contentFile } from '../../src/db/tables/content.ts';
import { narrative } from '../../src/db/tables/narrative.ts';
import { series, survey, surveyOption } from '../../src/db/tables/survey.ts';
import { narrativeInput } from '../../src/narrative/narrative-input.ts';
import { saveNarrative } from '../../src/narrative/save-narrative.ts';
import { revisionsBySurveyIds } from '../../src/result/revision-queries.ts';
import { emptyDatabase } from '../support/database.ts';
import { contentFolder, edited, now, rowsOf } from './sample.ts';

async function loadedDatabase(): Promise<Database> {
  const db = emptyDatabase();
  await loadContent(db, contentFolder(), { now });
  return db;
}

const load = (db: Database, files: Record<string, string | null>, force = false) =>
  loadContent(db, contentFolder(files), { now: now + 1, force });

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

const optionsOf = (db: Database, slug: string) =>
  db
    .select({
      slug: narrative.slug,
      position: surveyOption.position,
      votes: surveyOption.votes,
      reportedShare: surveyOption.reportedShare,
    })
    .from(surveyOption)
    .innerJoin(survey, eq(survey.id, surveyOption.surveyId))
    .innerJoin(narrative, eq(narrative.id, surveyOption.narrativeId))
    .where(eq(survey.slug, slug))
    .orderBy(surveyOption.position)
    .all();

const surveyNamed = (db: Database, slug: string) =>
  db.select().from(survey).where(eq(survey.slug, slug)).get();

/** As if people had voted for every option of the survey `play`. */
function countVotes(db: Database): void {
  db.update(surveyOption).set({ votes: 2 }).where(eq(surveyOption.votes, 0)).run();
  db.update(survey).set({ ballots: 6, countedAt: now }).where(eq(survey.slug, 'play')).run();
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

describe('a survey that is loaded', () => {
  test('has the shares that were published, exactly', async () => {
    const db = await loadedDatabase();
    expect(optionsOf(db, 'awards')).toEqual([
      { slug: 'ai', position: 0, votes: null, reportedShare: 3020 },
      { slug: 'defi', position: 1, votes: null, reportedShare: 1880 },
    ]);
  });

  test('keeps its counts when options are put into another order', async () => {
    const db = await loadedDatabase();
    countVotes(db);
    await load(db, edited('surveys/play.md', '[ai, defi, rwa]', '[rwa, defi, ai]'));
    expect(optionsOf(db, 'play')).toEqual([
      { slug: 'rwa', position: 0, votes: 2, reportedShare: null },
      { slug: 'defi', position: 1, votes: 2, reportedShare: null },
      { slug: 'ai', position: 2, votes: 2, reportedShare: null },
    ]);
    expect(surveyNamed(db, 'play')).toMatchObject({ ballots: 6, countedAt: now });
  });

  test('takes no further option once people have voted', async () => {
    const db = emptyDatabase();
    await load(db, edited('surveys/play.md', '[ai, defi, rwa]', '[ai, defi]'));
    countVotes(db);
    await expect(load(db, {})).rejects.toThrow('play.md:5: People have voted, so no option can be added.');
  });

  test('takes other options until the first vote', async () => {
    const db = await loadedDatabase();
    await load(db, edited('surveys/play.md', '[ai, defi, rwa]', '[rwa, ai]'));
    expect(optionsOf(db, 'play').map(({ slug, votes }) => [slug, votes])).toEqual([
      ['rwa', 0],
      ['ai', 0],
    ]);
  });

  test('stays where operators have moved it, and the report says what was ignored', async () => {
    const db = await loadedDatabase();
    const moved = { state: 'CLOSED', opensAt: now - 2, closesAt: now - 1 } as const;
    db.update(survey).set(moved).where(eq(survey.slug, 'play')).run();
    await load(db, {});
    expect(surveyNamed(db, 'play')).toMatchObject(moved);
    const report = await load(
      db,
      edited('surveys/play.md', 'title: Play', 'title: Play again\nclosesAt: 2030-01-01'),
    );
    expect(surveyNamed(db, 'play')).toMatchObject({ ...moved, title: 'Play again' });
    expect(report.changes).toMatchObject([{ slug: 'play', ignoredKeys: ['status', 'closesAt'] }]);
  });

  test('takes its state and times from the file while it is a draft', async () => {
    const db = emptyDatabase();
    await load(db, edited('surveys/play.md', 'status: OPEN', 'draft: true'));
    expect(surveyNamed(db, 'play')).toMatchObject({ state: 'DRAFT' });
    const scheduled = 'status: SCHEDULED\nopensAt: 2030-01-01\nclosesAt: 2030-02-01';
    await load(db, edited('surveys/play.md', 'status: OPEN', scheduled));
    expect(surveyNamed(db, 'play')).toMatchObject({
      state: 'SCHEDULED',
      opensAt: Date.UTC(2030, 0, 1),
      closesAt: Date.UTC(2030, 1, 1),
    });
  });

  test.each([
    [
      'method',
      'status: OPEN',
      'status: OPEN\nmethod: APPROVAL',
      'play.md:5: People have voted under SINGLE_CHOICE',
    ],
    [
      'visibility',
      'status: OPEN',
      'status: OPEN\nresultsVisibility: LIVE',
      'play.md:5: People have voted under',
    ],
    [
      'source',
      'status: OPEN\noptions: [ai, defi, rwa]',
      'resultSource: REPORTED\nresults: [{ narrative: ai, share: 1 }, { narrative: rwa, share: 2 }]',
      'play.md:4: The survey has left DRAFT as TALLIED',
    ],
    [
      'options when one is removed',
      '[ai, defi, rwa]',
      '[ai, rwa]',
      'play.md:5: People have voted, so `defi` stays an option. Put it back.',
    ],
  ])('keeps its %s, once people have voted', async (_name, from, to, message) => {
    const db = await loadedDatabase();
    db.update(survey).set({ ballots: 4, countedAt: now }).where(eq(survey.slug, 'play')).run();
    const rows = rowsOf(db);
    await expect(load(db, edited('surveys/play.md', from, to))).rejects.toThrow(message);
    expect(rowsOf(db)).toEqual(rows);
  });

  test('takes its series along when the slug of that is corrected', async () => {
    const db = await loadedDatabase();
    await load(db, edited('surveys/awards.md', 'slug: awards', 'slug: moon-awards'));
    expect(db.select({ slug: series.slug }).from(series).all()).toEqual([{ slug: 'moon-awards' }]);
  });

  test('cannot take the edition of a survey that is in the database', async () => {
    const db = await loadedDatabase();
    const files = {
      'surveys/awards.md': null,
      ...edited(
        'surveys/play.md',
        'status:',
        'series: { slug: awards, title: The Awards }\nedition: 2024\nstatus:',
      ),
    };
    await expect(load(db, files)).rejects.toThrow(
      'play.md:5: The series has this edition already: `awards`.',
    );
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
