import type { AnswerTexts } from '../answer-texts.ts';
import type { Column } from '../header-columns.ts';
import type { BallotColumn, RowFilter, TimeColumn } from '../layout.ts';

export const profileNames = ['google-forms', 'typeform', 'surveymonkey', 'limesurvey', 'qualtrics'] as const;
export type ProfileName = (typeof profileNames)[number];

/** A question of the form, with the columns that hold its answers. */
export interface Question {
  text: string;
  columns: readonly BallotColumn[];
}

/** What a file of a survey tool says by its header. */
export interface FormReading {
  questions: readonly Question[];
  filters: readonly RowFilter[];
  time: Omit<TimeColumn, 'order' | 'zone'> | undefined;
  /** Undefined where the tool does not say in which zone its times are. */
  timeZone: string | undefined;
  /**
   * The id of a response, so that a later export of the same form replaces it and does not count it
   * twice.
   */
  responseColumn: Column | undefined;
  /** Cell texts that say nothing. */
  blanks: readonly string[];
}

/** What a header alone does not say. */
export interface FormContext {
  texts: AnswerTexts;
  /** The first rows of answers. */
  rows: readonly (readonly string[])[];
}

/** What is usual for the exports of one survey tool. */
export interface Profile {
  name: ProfileName;
  title: string;
  /** How many header rows a file of the tool has that begins with these rows; undefined for other files. */
  headerRows: (rows: readonly (readonly string[])[]) => number | undefined;
  read: (
    columns: readonly Column[],
    header: readonly (readonly string[])[],
    context: FormContext,
  ) => FormReading;
}

/** A header text without case and blanks. */
export const plain = (text: string | undefined): string =>
  (text ?? '').toLowerCase().replaceAll(/[\s_]/g, '');

/** The column with one of these names in the first header row. */
export const columnWith = (columns: readonly Column[], names: readonly string[]): Column | undefined =>
  columns.find((column) => names.includes(plain(column.names[0])));

export const ballotColumn = (
  column: Column,
  labels: readonly string[] = [],
  isOther = false,
): BallotColumn => ({
  ...column,
  labels,
  isOther,
});

/** A label such as `Other` or `Other (please specify)`, beside which people write what they like. */
export const isOtherLabel = (label: string): boolean => /^other\b/i.test(label.trim());

/** Questions of columns whose names are `question [label]`, or the question alone. */
export function bracketedQuestions(columns: readonly Column[]): Question[] {
  const questions = new Map<string, BallotColumn[]>();
  for (const column of columns) {
    const name = column.names[0] ?? '';
    const [, text = name, label] = /^(.*?)\s*\[([^\]]*)\]$/s.exec(name) ?? [];
    const isOther = label !== undefined && isOtherLabel(label);
    const known = questions.get(text) ?? [];
    questions.set(text, [...known, ballotColumn(column, label === undefined ? [] : [label], isOther)]);
  }
  return [...questions].map(([text, own]) => ({ text, columns: own }));
}
