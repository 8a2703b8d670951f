import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { closeSurvey } from '../../src/survey/lifecycle-writes.ts';
import { exportVotes } from '../../src/vote/export-votes.ts';
import { importVotes } from '../../src/vote/import/import-votes.ts';
import { votePagesBySurveyIds } from '../../src/vote/queries.ts';
import { voterHash } from '../../src/vote/voter.ts';
import { accepted, addSurvey, hour, secret, startVoting } from './voting.ts';

describe('who voted', () => {
  test('is nowhere in the database, nor does an idempotency key', async () => {
    const { db, writer, cast } = startVoting();
    await cast(['a'], { voter: 'canary-voter', caller: 'canary-caller', idempotencyKey: 'canary-key' });
    await cast(['b'], { voter: 'canary-voter', caller: 'canary-caller' });
    await importVotes(writer, db, secret, {
      survey: 'vote',
      open: () => Readable.from([Buffer.from('who,pick\ncanary-row,a\n')]),
      choiceColumns: ['pick'],
      voterColumn: 'who',
    });
    const file = db.$client.name;
    const files = readdirSync(dirname(file)).filter((name) => name.startsWith(basename(file)));
    expect(files).toContain(`${basename(file)}-wal`);
    for (const name of files) expect(readFileSync(join(dirname(file), name)).includes('canary')).toBe(false);
  });

  test('cannot be joined across surveys, callers or secrets', () => {
    const ann = { caller: 'key:a', voter: 'ann' };
    const hashes = [
      voterHash(secret, 'vote', ann),
      voterHash(secret, 'other', ann),
      voterHash(secret, 'vote', { ...ann, caller: 'key:b' }),
      voterHash(secret, 'vote', { caller: 'key', voter: ':aann' }),
      voterHash(Buffer.from('another secret'), 'vote', ann),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(hashes[0]).toBe(voterHash(Buffer.from(secret), 'vote', ann));
    expect(hashes[0]).toMatch(/^[\w-]{43}$/);
  });
});

describe('the order of votes', () => {
  test('shows in no list: it goes by random ids, page by page', async () => {
    const { db, cast, survey } = startVoting();
    const ids: string[] = [];
    for (let index = 0; index < 30; index += 1)
      ids.push(accepted(await cast(['a'], { voter: `v${index}` })).vote.id);
    const page = { size: 12, isBackward: false, after: undefined, before: undefined };
    const first = votePagesBySurveyIds(db, [survey().id], page).get(survey().id) ?? [];
    expect(first).toHaveLength(13);
    const after = [first[11]?.id ?? '', survey().id] as const;
    const rest = votePagesBySurveyIds(db, [survey().id], { ...page, size: 30, after }).get(survey().id) ?? [];
    expect([...first.slice(0, 12), ...rest].map(({ id }) => id)).toEqual(ids.toSorted());
    expect(ids).not.toEqual(ids.toSorted());
  });

  test('is read for several surveys at once, each by itself', async () => {
    const { db, cast, survey } = startVoting();
    addSurvey(db, { slug: 'other' }, ['a', 'b']);
    for (const voter of ['x', 'y', 'z']) await cast(['a'], { voter });
    await cast(['b'], { survey: 'other' });
    await cast(['b'], { voter: 'w' });
    const ids = [survey().id, survey('other').id];
    const page = { size: 2, isBackward: false, after: undefined, before: undefined };
    const pages = votePagesBySurveyIds(db, ids, page, {});
    expect(ids.map((id) => pages.get(id)?.length)).toEqual([3, 1]);
    db.$client.exec("update survey set state = 'CLOSED'");
    const named = votePagesBySurveyIds(db, ids, page, { narrativeId: 2 });
    expect(ids.map((id) => named.get(id)?.length)).toEqual([1, 1]);
  });
});

describe('an export of ballots', () => {
  test('has times cut to the hour, random ids and nothing of the voters, once the survey is over', async () => {
    const { db, writer, cast } = startVoting({ method: 'RANKED_CHOICE', maxChoices: 2 });
    const { vote } = accepted(await cast(['b', 'a']));
    expect(() => [...exportVotes(db, 'vote', 'csv')]).toThrow('OPEN');
    await closeSurvey(writer, db, { survey: 'vote', actor: 'cli' });
    const at = new Date(vote.castAt - (vote.castAt % hour)).toISOString();
    const csv = [...exportVotes(db, 'vote', 'csv')].join('');
    expect(csv).toBe(`id,cast_at,channel,choice_1,choice_2\n${vote.id},${at},API,b,a\n`);
    const lines = [...exportVotes(db, 'vote', 'json')].join('');
    expect(JSON.parse(lines)).toEqual({ id: vote.id, castAt: at, channel: 'API', choices: ['b', 'a'] });
  });

  test('has every ballot, and comes to the same result when it is imported again', async () => {
    const { db, writer, settle, result } = startVoting({ method: 'RANKED_CHOICE', maxChoices: 3 });
    const rows = Array.from({ length: 2345 }, (_, index) =>
      [index % 4, (index + 1) % 5, (index * 7) % 6]
        .map((cell) => 'abcd'[cell] ?? ['', 'over'][cell - 4] ?? '')
        .join(),
    );
    const map = { over: null, '(no choice)': null };
    const load = (survey: string, columns: string[], file: string) =>
      importVotes(writer, db, secret, {
        survey,
        open: () => Readable.from([Buffer.from(file)]),
        choiceColumns: columns,
        map,
      });
    const { votes } = await load('vote', ['x', 'y', 'z'], `x,y,z\n${rows.join('\n')}\n`);
    await closeSurvey(writer, db, { survey: 'vote', actor: 'cli' });
    const csv = [...exportVotes(db, 'vote', 'csv')].join('');
    expect(csv.split('\n')).toHaveLength(votes + 2);
    addSurvey(db, { slug: 'again', method: 'RANKED_CHOICE', maxChoices: 3 }, ['d', 'c', 'b', 'a']);
    expect(await load('again', ['choice_1', 'choice_2', 'choice_3'], csv)).toMatchObject({
      votes,
      faulty: 0,
    });
    await settle();
    await settle('again');
    expect(result().a).toBeGreaterThan(0);
    expect(result('again')).toEqual(result());
  });
});
