import { describe, expect, test } from 'vitest';
import { startVoting } from '../voting.ts';
import { importing } from './importing.ts';

const approval = { method: 'APPROVAL', maxChoices: 4 } as const;
const ranked = { method: 'RANKED_CHOICE', maxChoices: 4 } as const;

describe('a dry run', () => {
  test('says how the file is understood, and what would result', async () => {
    const voting = startVoting(approval);
    await voting.cast(['d']);
    await importing(voting, 'who,pick\nann,c\n', { voterColumn: 'who' });
    const { report } = await importing(voting, 'who,pick,note\nann,"a, B",\nbob,a,well\ncid,"the b, aa",\n', {
      voterColumn: 'who',
      cells: 'list',
      isDryRun: true,
    });
    expect(report).toMatchObject({
      batch: undefined,
      votes: 2,
      faulty: 1,
      replacedEarlier: 1,
      refusal: null,
      reading: {
        profile: null,
        encoding: 'utf-8',
        delimiter: ',',
        columns: [
          { column: 'pick', use: 'several choices in a cell' },
          { column: 'who', use: 'tells voters apart' },
        ],
        unread: ['note'],
        answers: [
          { text: 'a', option: 'a', isKnown: true, cells: 2 },
          { text: 'B', option: 'b', isKnown: true, cells: 1 },
          { text: 'the b', option: 'b', isKnown: true, cells: 1 },
          { text: 'aa', option: null, isKnown: false, cells: 1 },
        ],
      },
      result: [
        { rank: 1, narrative: 'a', votes: 2, share: 66.7 },
        { rank: 2, narrative: 'b', votes: 1, share: 33.3 },
        { rank: 2, narrative: 'd', votes: 1, share: 33.3 },
        { rank: 4, narrative: 'c', votes: 0, share: 0 },
      ],
    });
    expect(voting.result()).toEqual({ c: 1, d: 1, a: 0, b: 0 });
  });

  test('counts a ranked survey as a run would', async () => {
    const content = '1,2\na,b\na,b\nb,a\nb,a\nc,b\n';
    const options = { choiceColumns: ['1', '2'] };
    const dry = startVoting(ranked);
    await dry.cast(['c', 'a']);
    const { report } = await importing(dry, content, { ...options, isDryRun: true });
    await importing(dry, content, options);
    await dry.settle();
    expect(
      Object.fromEntries((report.result ?? []).map(({ narrative, votes }) => [narrative, votes])),
    ).toEqual(dry.result());
  });
});
