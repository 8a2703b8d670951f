import type { SurveyRow } from '../../db/tables/survey.ts';
import type { CsvFile, CsvRow, RowFault } from './csv-rows.ts';
import type { Answer } from './form-answer.ts';

export interface ImportReport {
  /** The id by which the import can be voided; undefined for a dry run. */
  batch: string | undefined;
  /** Rows of the file, the header not counted: each was a vote, blank or faulty. */
  rows: number;
  votes: number;
  blank: number;
  faulty: number;
  /** Votes that this run added: fewer than `votes` where an earlier run had begun, 0 where it had ended. */
  added: number;
  /** Ballots by the slug of what they count for: every choice, or the first of a ranking. */
  choices: Record<string, number>;
}

/** What a row comes to. */
export type ReadRow =
  | { answer: Exclude<Answer, { fault: string }>; voter: string | undefined }
  | { fault: string };

/** Reads the file and tells of each row what it comes to. */
export interface AnswerFile {
  file: CsvFile;
  read: (row: CsvRow) => ReadRow;
}

/** All that both passes over a file go by. */
export interface ImportPlan {
  survey: SurveyRow;
  openAnswers: (onFault: (fault: RowFault) => void) => Promise<AnswerFile>;
  /** What decides how the file is read; a run that goes on with another's work must read it alike. */
  reading: string;
  caller: string;
  slugOf: ReadonlyMap<number, string>;
}

/** What the first pass over a file found. */
export interface CheckedFile {
  digest: string;
  /** Rows that broke the rules of CSV. */
  unreadable: number;
  report: Omit<ImportReport, 'batch' | 'added'>;
}
