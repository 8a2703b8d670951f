import { expect, test } from 'vitest';
import { startVoting } from '../voting.ts';
import { importing, refusal } from './importing.ts';

/** Two options of the survey, one of the form alone, and a question that has nothing to do with them. */
const answers = [
  '#,Your name?,The a,The b,Neither of them,Response Type,Start Date (UTC),Submit Date (UTC),Network ID,Tags',
  '1,Ann,The a,,,completed,2026-01-01 10:00:00,2026-01-01 10:01:00,x,',
  '2,Bob,,,Neither of them,completed,2026-01-01 10:00:00,2026-01-01 10:01:00,x,',
  '3,Cid,The a,The b,Neither of them,completed,2026-01-01 10:00:00,2026-01-01 10:01:00,x,',
].join('\n');

const auto = { choiceColumns: undefined };

test('a choice of the form that the survey does not offer is not passed over in silence', async () => {
  const voting = startVoting({ method: 'APPROVAL', maxChoices: 4 });
  expect(await refusal(importing(voting, answers, auto))).toContain(
    'The columns `Neither of them` are not named for options of the survey. Name each in a map',
  );
  const { report } = await importing(voting, answers, { ...auto, map: { 'Neither of them': null } });
  expect(report).toMatchObject({ votes: 2, blank: 1, choices: { a: 2, b: 1 } });
  expect(report.reading.unread).toEqual(['Your name?', 'Start Date (UTC)', 'Network ID', 'Tags']);
});
