import type { Column } from '../header-columns.ts';
import type { BallotColumn } from '../layout.ts';
import {
  ballotColumn,
  columnWith,
  type FormContext,
  isOtherLabel,
  type Profile,
  plain,
  type Question,
} from './profile.ts';

const notAsked = [
  ...['#', 'responsetype', 'startdate(utc)', 'stagedate(utc)', 'submitdate(utc)', 'networkid', 'tags'],
  ...['ending', 'score', 'winningoutcomeid', 'outcome'],
];

/**
 * Typeform: one header row. A question with one answer is a column; one with several is a column for each
 * choice, named for the choice alone, with its text in the cell. What people wrote beside it is in a
 * column `Other`.
 */
export const typeform: Profile = {
  name: 'typeform',
  title: 'Typeform',
  headerRows: ([first]) => {
    const names = first?.map((name) => plain(name)) ?? [];
    return names.includes('submitdate(utc)') && names.includes('networkid') ? 1 : undefined;
  },
  read: (columns, _header, context) => {
    const submitted = columnWith(columns, ['submitdate(utc)']);
    const kind = columnWith(columns, ['responsetype']);
    return {
      questions: questionsOf(
        columns.filter(({ names }) => !notAsked.includes(plain(names[0]))),
        context,
      ),
      filters: kind === undefined ? [] : [{ column: kind, values: ['completed'], isExcluding: false }],
      time: submitted && { column: submitted, unknownTimes: [] },
      timeZone: 'UTC',
      responseColumn: columnWith(columns, ['#']),
      blanks: [],
    };
  },
};

function questionsOf(columns: readonly Column[], { texts, rows }: FormContext): Question[] {
  const questions: { text: string; columns: BallotColumn[]; isChoices: boolean }[] = [];
  for (const column of columns) {
    const name = column.names[0] ?? '';
    const last = questions.at(-1);
    const isOption = typeof texts.meaningOf(name) === 'number';
    const isChoice = isOption || hasOwnName(column, rows);
    if (last !== undefined && (isOtherLabel(name) || (isChoice && last.isChoices))) {
      last.columns.push(ballotColumn(column, [name], isOtherLabel(name) && !isOption));
    } else {
      const text = isChoice ? `the choices from \`${name}\`` : name;
      questions.push({ text, columns: [ballotColumn(column, isChoice ? [name] : [])], isChoices: isChoice });
    }
  }
  // Columns that are named for options are what was voted on, whatever else was asked.
  const choices = questions.filter(({ isChoices }) => isChoices);
  return choices.length > 0 ? choices : questions;
}

/** Whether every answer is the name of its column: a choice, though the survey does not offer it. */
function hasOwnName({ index, names }: Column, rows: readonly (readonly string[])[]): boolean {
  const answers = rows.map((row) => row[index]?.trim() ?? '').filter((answer) => answer !== '');
  return answers.length > 0 && answers.every((answer) => answer === names[0]);
}
