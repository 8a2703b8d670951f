import type { AnswerTexts } from './answer-texts.ts';
import type { FileHead } from './file-head.ts';
import { type Column, columnNamed, columnsOf } from './header-columns.ts';
import { ImportRefusedError } from './import-refused.ts';
import type {
  BallotColumn,
  BallotRules,
  CellKind,
  DateOrder,
  Layout,
  RowFilter,
  TimeColumn,
} from './layout.ts';
import {
  type FormReading,
  type Profile,
  type ProfileName,
  plain,
  type Question,
} from './profiles/profile.ts';
import { recogniseProfile } from './profiles/recognise.ts';
import { rankIn } from './rank-text.ts';

/** What the operator says about a file; what is undefined, the profile or the file itself says. */
export interface LayoutOptions {
  profile?: ProfileName | 'auto' | undefined;
  /** The question whose answers are the votes, by its text. */
  question?: string | undefined;
  /** Columns by name or position, best first where they are ranked. */
  choiceColumns?: readonly string[] | undefined;
  cells?: CellKind | undefined;
  separator?: string | undefined;
  headerRows?: number | undefined;
  /** `COLUMN=VALUE`, or `COLUMN` for any text: the rows that are answers. */
  only?: readonly string[] | undefined;
  /** `COLUMN=VALUE`: rows that are not. */
  except?: readonly string[] | undefined;
  voterColumn?: string | undefined;
  /** False for none, though the profile knows one. */
  timeColumn?: string | false | undefined;
  timeZone?: string | undefined;
  dateOrder?: DateOrder | undefined;
}

/** How a file is read, and how that was found. */
export interface FoundLayout extends Layout {
  profile: Profile | undefined;
  /** The text of the question, where a profile found it. */
  question: string | undefined;
  /** Every column of the file. */
  header: readonly Column[];
}

export interface LayoutSurvey extends BallotRules {
  title: string;
  question: string;
}

/** Finds the columns of a file and what they hold. Throws ImportRefusedError. */
export function layoutOf(
  head: Pick<FileHead, 'rows'>,
  options: LayoutOptions,
  survey: LayoutSurvey,
  texts: AnswerTexts,
): FoundLayout {
  const wanted = options.profile ?? (options.choiceColumns === undefined ? 'auto' : undefined);
  const recognised = wanted === undefined ? undefined : recogniseProfile(head.rows, wanted);
  const headerRows = options.headerRows ?? recognised?.headerRows ?? 1;
  const header = head.rows.slice(0, headerRows);
  if (header.length < headerRows) {
    throw new ImportRefusedError(
      `The file has ${header.length} rows, fewer than the ${headerRows} of its header.`,
    );
  }
  const columns = columnsOf(header);
  const form = recognised?.profile.read(columns, header, { texts, rows: head.rows.slice(headerRows) });
  const question =
    options.choiceColumns === undefined ? questionIn(form, options.question, survey) : undefined;
  const found = (question?.columns ?? namedColumns(columns, options.choiceColumns ?? [], form)).map(
    (column) =>
      // A map, or the name of an option, knows what `Other` stands for.
      column.labels.some((label) => typeof texts.meaningOf(label) === 'number')
        ? { ...column, isOther: false }
        : column,
  );
  const cells = options.cells ?? (form === undefined ? 'option' : cellKindOf(found, survey, texts));
  const ballot = cells === 'option' ? inOrderOfRanks(found, texts) : found;
  refuseWrongNumber(ballot, cells, survey);
  return {
    profile: recognised?.profile,
    question: question?.text,
    header: columns,
    headerRows,
    width: columns.length,
    columns: ballot,
    cells,
    separators: options.separator === undefined ? [';', ','] : [options.separator],
    blanks: form?.blanks ?? [],
    filters: [
      ...(form?.filters ?? []),
      ...filtersIn(columns, options.only ?? [], false),
      ...filtersIn(columns, options.except ?? [], true),
    ],
    voterColumn:
      options.voterColumn === undefined ? form?.responseColumn : columnNamed(columns, options.voterColumn),
    time: parseTime(columns, options, form),
  };
}

function questionIn(
  form: FormReading | undefined,
  wanted: string | undefined,
  { question, title }: LayoutSurvey,
): Question {
  const questions = form?.questions ?? [];
  const [first] = questions;
  if (first === undefined) {
    throw new ImportRefusedError(
      'The file has no question. Name the columns of the answers with --choice-columns.',
    );
  }
  const candidates = wanted === undefined ? [question, title] : [wanted];
  const isSame = (text: string) => candidates.some((candidate) => plain(candidate) === plain(text));
  const isAlike = (text: string) => wanted !== undefined && plain(text).includes(plain(wanted));
  const same = questions.filter(({ text }) => isSame(text));
  const matches = same.length > 0 ? same : questions.filter(({ text }) => isAlike(text));
  if (matches[0] !== undefined && matches.length === 1) return matches[0];
  if (questions.length === 1 && wanted === undefined) return first;
  const listed = questions.slice(0, 20).map(({ text }) => `\`${text}\``);
  const why =
    wanted === undefined
      ? 'The file has several questions'
      : `The question \`${wanted}\` is not one of the file`;
  throw new ImportRefusedError(
    `${why}: ${listed.join(', ')}. Name the one that was voted on with --question.`,
  );
}

/**
 * Columns that the operator named, with the labels that the profile knows, or those that their names may
 * be.
 */
function namedColumns(
  columns: readonly Column[],
  names: readonly string[],
  form: FormReading | undefined,
): BallotColumn[] {
  const known = new Map(
    form?.questions.flatMap((question) => question.columns.map((own) => [own.index, own] as const)),
  );
  return names.map((name) => {
    const column = columnNamed(columns, name);
    return known.get(column.index) ?? { ...column, labels: labelsIn(column), isOther: false };
  });
}

/** `Question [Label]`, `Question - Label`, or the name itself. */
const labelsIn = ({ names }: Column): string[] =>
  names.toReversed().flatMap((name) => {
    const bracketed = /\[([^\]]*)\]$/.exec(name)?.[1];
    const trailing = name.split(' - ').at(-1);
    return [bracketed, trailing, name].filter((label) => label !== undefined);
  });

/** What the cells of a known tool hold follows from what the columns are named for, and from the method. */
function cellKindOf(columns: readonly BallotColumn[], { method }: BallotRules, texts: AnswerTexts): CellKind {
  const labelled = columns.filter(({ labels, isOther }) => !isOther && labels.length > 0);
  if (labelled.length === 0) return method === 'SINGLE_CHOICE' ? 'option' : 'list';
  if (method !== 'RANKED_CHOICE') return 'mark';
  return labelled.every((column) => rankOf(column, texts) !== undefined) ? 'option' : 'rank';
}

/** The rank that a column is named for, unless that is an option's name. */
const rankOf = ({ labels }: BallotColumn, texts: AnswerTexts): number | undefined => {
  const [label] = labels;
  return label === undefined || texts.meaningOf(label) !== undefined ? undefined : rankIn(label);
};

/** Columns that a tool has in another order than their ranks. */
function inOrderOfRanks(columns: readonly BallotColumn[], texts: AnswerTexts): readonly BallotColumn[] {
  const ranks = new Map(columns.map((column) => [column, rankOf(column, texts)]));
  if ([...ranks.values()].some((rank) => rank === undefined)) return columns;
  return columns.toSorted((left, right) => (ranks.get(left) ?? 0) - (ranks.get(right) ?? 0));
}

function refuseWrongNumber(columns: readonly BallotColumn[], cells: CellKind, { method }: BallotRules): void {
  const answers = columns.filter(({ isOther }) => !isOther).length;
  const isOneOption = method === 'SINGLE_CHOICE' && cells === 'option';
  if (answers > 0 && !(isOneOption && answers > 1)) return;
  throw new ImportRefusedError(
    `${answers} choice columns are given; a ${method} survey takes ${isOneOption ? 'one' : 'one or more'}.`,
  );
}

function filtersIn(columns: readonly Column[], texts: readonly string[], isExcluding: boolean): RowFilter[] {
  const filters = new Map<number, RowFilter>();
  for (const text of texts) {
    const end = text.lastIndexOf('=');
    const column = columnNamed(columns, (end === -1 ? text : text.slice(0, end)).trim());
    const value = end === -1 ? [] : [text.slice(end + 1).trim()];
    const values = [...(filters.get(column.index)?.values ?? []), ...value];
    filters.set(column.index, { column, values, isExcluding });
  }
  return [...filters.values()];
}

function parseTime(
  columns: readonly Column[],
  { timeColumn, timeZone, dateOrder: order }: LayoutOptions,
  form: FormReading | undefined,
): TimeColumn | undefined {
  if (timeColumn === false) return undefined;
  const known =
    timeColumn === undefined ? form?.time : { column: columnNamed(columns, timeColumn), unknownTimes: [] };
  return known && { ...known, zone: timeZone ?? form?.timeZone ?? 'UTC', order };
}
