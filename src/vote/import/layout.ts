import type { SurveyRow } from '../../db/tables/survey.ts';
import type { Column } from './header-columns.ts';

/**
 * What a cell of the answers holds: an option; several options; a mark for the option that the column is
 * named for; the rank of that option.
 */
export const cellKinds = ['option', 'list', 'mark', 'rank'] as const;
export type CellKind = (typeof cellKinds)[number];

export interface BallotColumn extends Column {
  /** With marks and ranks: texts that may name the column's option, best first. */
  labels: readonly string[];
  /** A mark here is not a choice, such as a text beside "Other". */
  isOther: boolean;
}

/**
 * Rows that are answers: those with one of the values, or with none of them; without values, those with
 * any text.
 */
export interface RowFilter {
  column: Column;
  values: readonly string[];
  isExcluding: boolean;
}

/**
 * In which order a date such as 03/04/2024 has day and month; a year at the beginning is always followed
 * by the month.
 */
export const dateOrders = ['YMD', 'DMY', 'MDY'] as const;
export type DateOrder = (typeof dateOrders)[number];

export interface TimeColumn {
  column: Column;
  /** The IANA time zone of times that do not say their own. */
  zone: string;
  /** Undefined until it is found in the rows. */
  order: DateOrder | undefined;
  /** Times that stand for none. */
  unknownTimes: readonly string[];
}

/** How the rows of a file are read as ballots. */
export interface Layout {
  /** Rows before the first answer. */
  headerRows: number;
  /** Cells of a row. */
  width: number;
  /** Best first where they are ranked. */
  columns: readonly BallotColumn[];
  cells: CellKind;
  /** Between the options of a cell that holds several. */
  separators: readonly string[];
  /** Texts that say nothing, besides an empty cell. */
  blanks: readonly string[];
  filters: readonly RowFilter[];
  voterColumn: Column | undefined;
  time: TimeColumn | undefined;
}

/** What of a survey decides how answers are read. */
export type BallotRules = Pick<SurveyRow, 'method' | 'maxChoices'>;
