import type { Column } from '../header-columns.ts';
import type { BallotColumn } from '../layout.ts';
import {
  ballotColumn,
  columnWith,
  type FormReading,
  isOtherLabel,
  type Profile,
  plain,
  type Question,
} from './profile.ts';

/**
 * Answers that were made to try the survey, and those that Qualtrics took for spam, as words and as
 * numbers.
 */
const notAnswers = [
  ...['Survey Preview', 'Survey Test', 'Spam', 'Survey Preview Spam', 'Imported Spam'],
  ...['1', '2', '8', '9', '12'],
];

interface ImportId {
  ImportId: string;
  timeZone?: string;
}

/**
 * Qualtrics: three header rows, of short names, of questions with their choices, and of ids as JSON,
 * which tell the time zone. Several choices are in one cell, separated by commas, or in a column each;
 * ranks in a column for each option. As TSV the file is UTF-16.
 */
export const qualtrics: Profile = {
  name: 'qualtrics',
  title: 'Qualtrics',
  headerRows: ([first, , third]) => {
    if (third?.some((cell) => importId(cell) !== undefined)) return 3;
    const names = first?.map((name) => plain(name)) ?? [];
    // Without the third row, which some people delete.
    return names.includes('responseid') && names.includes('startdate') && names.includes('finished')
      ? 2
      : undefined;
  },
  read: (columns, header) => ({
    questions: questionsOf(columns, header),
    filters: filtersOf(columns),
    time: timeOf(columns),
    timeZone: header[2]?.flatMap((cell) => importId(cell)?.timeZone ?? [])[0]?.replace(/^Z$/, 'UTC'),
    responseColumn: columnWith(columns, ['responseid']),
    blanks: ['-99'],
  }),
};

const timeOf = (columns: readonly Column[]): FormReading['time'] => {
  const column = columnWith(columns, ['enddate', 'recordeddate']);
  return column && { column, unknownTimes: [] };
};

function filtersOf(columns: readonly Column[]): FormReading['filters'] {
  const finished = columnWith(columns, ['finished']);
  const status = columnWith(columns, ['status']);
  return [
    ...(finished === undefined ? [] : [{ column: finished, values: ['true', '1'], isExcluding: false }]),
    ...(status === undefined ? [] : [{ column: status, values: notAnswers, isExcluding: true }]),
  ];
}

function importId(cell: string): ImportId | undefined {
  if (!cell.includes('ImportId')) return undefined;
  try {
    const value: unknown = JSON.parse(cell);
    const isId = typeof value === 'object' && value !== null && 'ImportId' in value;
    // What else the object has is not relied on.
    return isId ? (value as ImportId) : undefined;
  } catch {
    return undefined;
  }
}

function questionsOf(columns: readonly Column[], header: readonly (readonly string[])[]): Question[] {
  const [names = [], texts = [], ids = []] = header;
  const groups = Map.groupBy(
    columns.filter(({ index }) => isAsked(names[index] ?? '', importId(ids[index] ?? '')?.ImportId)),
    ({ index }) => questionId(names[index] ?? '', importId(ids[index] ?? '')?.ImportId),
  );
  return [...groups.values()].map((own) => questionOf(own, texts));
}

/** Whether people answered there; the order in which choices were displayed (`_DO`) is not an answer. */
const isAsked = (name: string, id: string | undefined): boolean =>
  (id === undefined ? /^Q\d/.test(name) : id.startsWith('QID')) && !/_DO(_|$)/.test(`${name} ${id ?? ''}`);

/** `QID3_1`, and `Q3_1` without ids, belong to question 3. */
const questionId = (name: string, id: string | undefined): string => (id ?? name).replace(/_.*$/, '');

function questionOf(columns: readonly Column[], texts: readonly string[]): Question {
  const textOf = ({ index }: Column) => texts[index]?.trim() ?? '';
  const first = columns.map(textOf)[0] ?? '';
  const text = columns.length === 1 ? first : commonStart(columns.map(textOf));
  const own = columns.map((column): BallotColumn => {
    const label = textOf(column)
      .slice(text.length)
      .replace(/^ - /, '')
      .replace(/^Selected Choice(?: - |$)/, '');
    // What people wrote beside a choice.
    const isText = column.names[0]?.endsWith('_TEXT') === true;
    return ballotColumn(column, label === '' ? [] : [label], isText || isOtherLabel(label));
  });
  return { text: text.replace(/ - Selected Choice$/, ''), columns: own };
}

/** What texts such as `Question - Choice` begin with, up to ` - `. */
function commonStart(texts: readonly string[]): string {
  const [first = '', ...others] = texts;
  const starts = [...first.matchAll(/ - /g)].map(({ index }) => first.slice(0, index));
  return starts.findLast((start) => others.every((text) => text.startsWith(`${start} - `))) ?? first;
}
