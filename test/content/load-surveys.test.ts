import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { series, survey } from '../../src/db/tables/survey.ts';
import { emptyDatabase } from '../support/database.ts';
import { countVotes, load, loadedDatabase, optionsOf, surveyNamed } from './loading.ts';
import { edited, now, rowsOf } from './sample.ts';

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
