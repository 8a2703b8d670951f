import { eq, sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { trackReads } from '../../../src/db/rows/read-set.ts';
import { isIn, list, statement } from '../../../src/db/rows/statement.ts';
import { survey } from '../../../src/db/tables/survey.ts';
import { vote } from '../../../src/db/tables/vote.ts';
import { startVoting } from '../../vote/voting.ts';

const nothing = { surveys: [], voteSurveys: [], readsEverySurvey: false, isPrivate: false };

const readsOf = (read: () => unknown) => {
  const { surveys, voteSurveys, ...rest } = trackReads(read).readSet;
  return { ...rest, surveys: [...surveys], voteSurveys: [...voteSurveys] };
};

describe('a statement on figures or votes', () => {
  test('records the surveys of its rows', () => {
    const { db } = startVoting();
    const find = statement(
      (database) =>
        database
          .select({ id: survey.id, ballots: survey.ballots })
          .from(survey)
          .where(eq(survey.slug, sql.placeholder('slug')))
          .prepare(),
      { figures: ({ id }) => id },
    );
    expect(readsOf(() => find(db).get({ slug: 'vote' }))).toEqual({ ...nothing, surveys: [1] });
    expect(readsOf(() => find(db).all({ slug: 'none' }))).toEqual(nothing);
  });

  test('records the surveys that it is asked for, with rows or without', () => {
    const { db } = startVoting();
    const find = statement(
      (database) => database.select().from(vote).where(isIn(vote.surveyId, 'surveyIds')).prepare(),
      { votes: 'surveyIds' },
    );
    expect(readsOf(() => find(db).all({ surveyIds: list([1, 7]) }))).toEqual({
      ...nothing,
      voteSurveys: [1, 7],
    });
  });

  test('records every survey for a vote that is not found', async () => {
    const voting = startVoting();
    await voting.cast(['a']);
    const find = statement(
      (database) =>
        database
          .select()
          .from(vote)
          .where(sql`${vote.id} > ${sql.placeholder('id')}`)
          .prepare(),
      { votes: ({ surveyId }) => surveyId },
    );
    expect(readsOf(() => find(voting.db).all({ id: '' }))).toEqual({ ...nothing, voteSurveys: [1] });
    expect(readsOf(() => find(voting.db).get({ id: 'zzz' }))).toEqual({ ...nothing, readsEverySurvey: true });
  });

  test.each([
    ['every column of a survey', 'select * from survey'],
    ['a count', 'select ballots from survey'],
    ['votes', 'select count(*) from vote_event'],
  ])('is refused if it reads %s and declares nothing', (_name, text) => {
    const { db } = startVoting();
    const undeclared = statement((database) => database.$client.prepare(text));
    expect(() => undeclared(db)).toThrow('does not declare of which surveys');
  });
});
