import type { Column } from '../header-columns.ts';
import { bracketedQuestions, columnWith, type Profile, plain } from './profile.ts';

/** By code and by text. */
const submitted = ['submitdate', 'datesubmitted'];
const aboutResponse = [
  ...['id', 'responseid', 'lastpage', 'startlanguage', 'seed', 'startdate', 'datestarted', 'datestamp'],
  ...['datelastaction', 'ipaddr', 'ipaddress', 'refurl', 'referrerurl', 'token', 'accesscode'],
  ...['firstname', 'lastname', 'email', 'emailaddress', 'interviewtime', 'totaltime', ...submitted],
];

/** The name of a column under `Question code & question text`, which is `code. text`. */
const withoutCode = (name: string): string => name.replace(/^[A-Za-z]\w*(?:\[\w+\])?\. (?=.)/, '');
const isAboutResponse = (name: string): boolean =>
  [name, withoutCode(name)].some(
    // The time that each question and group took has a column, too.
    (text) => aboutResponse.includes(plain(text)) || /^(?:question|group)time/.test(plain(text)),
  );

/**
 * LimeSurvey: one header row, named by codes (`Q1[SQ001]`), by texts (`Question [Choice]`) or by both.
 * Choices are marked Y or Yes; a ranking has a column for each rank, with an option in its cell; rows
 * without a date of submission are not finished.
 */
export const limesurvey: Profile = {
  name: 'limesurvey',
  title: 'LimeSurvey',
  headerRows: ([first]) => {
    const names = first?.flatMap((name) => [plain(name), plain(withoutCode(name))]) ?? [];
    const isKnown = submitted.some((name) => names.includes(name));
    return isKnown && (names.includes('lastpage') || names.includes('startlanguage')) ? 1 : undefined;
  },
  read: (columns) => {
    const date =
      columnWith(columns, submitted) ??
      columns.find(({ names }) => submitted.includes(plain(withoutCode(names[0] ?? ''))));
    const asked = columns.filter(({ names }) => names[0] !== undefined && !isAboutResponse(names[0]));
    return {
      questions: bracketedQuestions(asked.map(named))
        .map(({ text, columns: own }) => ({
          text,
          columns: own.filter(({ labels }) => labels[0] !== 'comment'),
        }))
        .filter(({ columns: own }) => own.length > 0),
      filters: date === undefined ? [] : [{ column: date, values: [], isExcluding: false }],
      // What the tool writes when it is set to store no dates.
      time: date && { column: date, unknownTimes: ['1980-01-01 00:00:00', '1980-01-01 00:00'] },
      timeZone: undefined,
      responseColumn: undefined,
      blanks: ['N/A'],
    };
  },
};

const named = (column: Column): Column => ({ ...column, names: column.names.map(withoutCode) });
