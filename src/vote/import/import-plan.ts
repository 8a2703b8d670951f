import type { SurveyRow } from '../../db/tables/survey.ts';
import type { AnswerCount } from './answer-counts.ts';
import type { AnswerTexts } from './answer-texts.ts';
import type { CsvRow } from './csv-rows.ts';
import type { RowFault } from './import-refused.ts';
import type { ReadRow } from './row-reader.ts';
import type { RowSet } from './row-set.ts';

/**
 * How many rows of a file came to what: each is one of `votes`, `blank`, `faulty`, `filtered` and
 * `replaced`.
 */
export interface RowCounts {
  /** Header rows not counted. */
  rows: number;
  votes: number;
  /** Rows that choose nothing. */
  blank: number;
  faulty: number;
  /** Rows that are not answers: unfinished ones, and what else the filters leave out. */
  filtered: number;
  /** Ballots in whose place a later row of the same voter counts. */
  replaced: number;
}

export interface FileReport extends RowCounts {
  /** Different voters with a vote in the file. */
  voters: number;
  /** Votes that name an option twice; it counts once. */
  doubled: number;
  /** Votes by the slug of what they count for: every choice, or the first of a ranking. */
  choices: Record<string, number>;
}

export interface ImportReport extends FileReport {
  /** The id by which the import can be voided; undefined for a dry run. */
  batch: string | undefined;
  /** Votes that this run added: fewer than `votes` where an earlier run had begun, 0 where it had ended. */
  added: number;
  /** Votes that their voters had cast before the import, and that votes of the file replace. */
  replacedEarlier: number;
  /** Dry runs only: why a run would import nothing, or null. */
  refusal: string | null;
  /** Dry runs only: the result of the survey as it would be after the import. */
  result: ResultAfter[] | null;
  reading: ReadingReport;
}

export interface ResultAfter {
  rank: number;
  /** The option's slug. */
  narrative: string;
  /** With RANKED_CHOICE those of the last round in which the option stood. */
  votes: number;
  /** Percent of all ballots, rounded to one decimal. */
  share: number;
}

/** How the file was understood. */
export interface ReadingReport {
  /** The tool whose export it is; null where the operator named the columns. */
  profile: string | null;
  question: string | null;
  encoding: string;
  delimiter: string;
  headerRows: number;
  columns: { column: string; use: string }[];
  /** The columns that are not read. */
  unread: string[];
  /** Each text, or column, that was found in the answers, the most frequent first. */
  answers: AnswerReport[];
}

export interface AnswerReport {
  text: string;
  /** The option's slug; null for a mark without a choice, and for a text that is not known. */
  option: string | null;
  isKnown: boolean;
  /** The slug that an unknown text most resembles. */
  nearest: string | null;
  cells: number;
}

/** Reads the file from its start, and what each row comes to. */
export interface AnswerFile {
  rows: AsyncIterable<readonly CsvRow[]>;
  read: (row: CsvRow) => ReadRow;
  answers: () => readonly AnswerCount[];
  /** SHA-256 of what the file says, unpacked, in hexadecimal; call it once all rows are read. */
  digest: () => string;
}

/** What both passes over a file go by. */
export interface ImportPlan {
  survey: SurveyRow;
  openAnswers: (onFault: (fault: RowFault) => void) => AnswerFile;
  /** What decides how the file is read; a run that goes on with another's work must read it alike. */
  reading: string;
  caller: string;
  slugOf: ReadonlyMap<number, string>;
  texts: AnswerTexts;
  /** With marks and ranks: what the columns are named for, where that is not an option. */
  unknownColumns: readonly string[];
  understood: Omit<ReadingReport, 'answers'>;
}

/** What the first pass over a file found. */
export interface CheckedFile {
  digest: string;
  /** Rows that broke the rules of CSV. */
  unreadable: number;
  /** Rows that a later row of the same voter replaces. */
  replacedRows: RowSet;
  report: FileReport;
  answers: readonly AnswerCount[];
  /** Votes by what they count for: option ids, best first where they are ranked, separated by commas. */
  ballots: ReadonlyMap<string, number>;
  /** As the voter column tells them apart; empty without one. */
  voters: readonly string[];
}
