import type { Column } from '../header-columns.ts';
import type { BallotColumn } from '../layout.ts';
import { ballotColumn, columnWith, isOtherLabel, type Profile, plain, type Question } from './profile.ts';

const aboutResponse = [
  ...['respondentid', 'collectorid', 'startdate', 'enddate', 'ipaddress', 'emailaddress', 'firstname'],
  ...['lastname', 'customdata', 'customdata1', 'collectortype', 'weight'],
];

/** What the second header row says over a column that holds whole answers. */
const responses = ['response', 'open-endedresponse', ''];

/**
 * SurveyMonkey: two header rows. The first names a question over its first column and nothing over the
 * others, the second names the choices, or says `Response`. A cell holds the text of the choice, or its
 * rank.
 */
export const surveymonkey: Profile = {
  name: 'surveymonkey',
  title: 'SurveyMonkey',
  headerRows: ([first]) =>
    plain(first?.[0]) === 'respondentid' && plain(first?.[1]) === 'collectorid' ? 2 : undefined,
  read: (columns, header) => {
    const ended = columnWith(columns, ['enddate']);
    return {
      questions: questionsOf(columns, header),
      filters: [],
      time: ended && { column: ended, unknownTimes: [] },
      timeZone: undefined,
      responseColumn: columnWith(columns, ['respondentid']),
      blanks: ['N/A'],
    };
  },
};

function questionsOf(
  columns: readonly Column[],
  [first = [], second = []]: readonly (readonly string[])[],
): Question[] {
  const questions: { text: string; columns: BallotColumn[] }[] = [];
  for (const column of columns) {
    const asked = first[column.index]?.trim() ?? '';
    const label = second[column.index]?.trim() ?? '';
    if (label === '' && (aboutResponse.includes(plain(asked)) || asked === '')) continue;
    const own = responses.includes(plain(label))
      ? ballotColumn(column)
      : ballotColumn(column, [label], isOtherLabel(label));
    // Other programs name empty headers themselves.
    if (asked === '' || /^Unnamed: \d+$/.test(asked)) questions.at(-1)?.columns.push(own);
    else questions.push({ text: asked, columns: [own] });
  }
  return questions;
}
