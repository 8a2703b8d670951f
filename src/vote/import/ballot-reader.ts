import {
  effectiveRanking,
  markedWithoutChoice,
  type OvervoteRule,
  overvotedRank,
  type RankCell,
  skippedRank,
  storedRanking,
} from '../../result/ranking.ts';
import { AnswerCounts } from './answer-counts.ts';
import type { AnswerTexts } from './answer-texts.ts';
import { decodeCell } from './csv-rows.ts';
import { columnName } from './header-columns.ts';
import { ImportRefusedError } from './import-refused.ts';
import type { BallotColumn, BallotRules, Layout } from './layout.ts';
import { splitList } from './list-cell.ts';
import { rankIn } from './rank-text.ts';

/** What a row says: choices in stored form, nothing that counts, or something that cannot be read. */
export type Ballot =
  | {
      choices: string;
      counted: readonly number[];
      /** Whether it names an option twice; it counts once. */
      isDoubled: boolean;
    }
  | 'blank'
  | { fault: string };

export interface BallotReader {
  read: (cells: readonly string[]) => Ballot;
  /** What was read so far: the texts of cells, or with marks and ranks the columns. */
  answers: AnswerCounts;
  /** With marks and ranks: what columns are named for that is not an option. */
  unknownColumns: readonly string[];
}

export interface BallotReaderOptions
  extends BallotRules,
    Pick<Layout, 'columns' | 'cells' | 'separators' | 'blanks'> {
  overvote: OvervoteRule;
  texts: AnswerTexts;
  /** Whether a text that names nothing is a mark without a choice, rather than a fault of its row. */
  isUnknownNoChoice: boolean;
}

/**
 * What a cell says where the text beside it, in a column of its own, is the answer; `-oth-` is
 * LimeSurvey's.
 */
const isOtherAnswer = /^(?:other\b|-oth-$)/i;

type Cells = readonly string[];
type Fault = { fault: string };
const isFault = (value: RankCell[] | Fault): value is Fault => 'fault' in value;

/**
 * Reads rows, whose cells are bytes, as ballots. Throws ImportRefusedError where the survey's method does not
 * take what the cells hold.
 */
export function ballotReader(rules: BallotReaderOptions): BallotReader {
  const { method, maxChoices, overvote, cells: kind } = rules;
  const { meaningOf } = rules.texts;
  const hasOther = rules.columns.some(({ isOther }) => isOther);
  const answers = new AnswerCounts(
    (text) => meaningOf(text) ?? (hasOther && isOtherAnswer.test(text) ? markedWithoutChoice : undefined),
  );
  const ranksOf = ranksReader(rules, answers);
  const named = kind === 'mark' || kind === 'rank' ? rules.columns.filter(({ isOther }) => !isOther) : [];
  const labels = named.map((column) => optionOf(column, rules));
  for (const { label } of labels) answers.declare(label);
  return {
    answers,
    unknownColumns: labels.filter(({ option }) => option === undefined).map(({ label }) => label),
    read: (cells) => {
      const ranks = ranksOf(cells);
      if (isFault(ranks)) return ranks;
      const options = ranks.filter(
        (rank): rank is number => rank !== skippedRank && rank > markedWithoutChoice,
      );
      const chosen = [...new Set(options)];
      const isRanked = method === 'RANKED_CHOICE';
      const counted = isRanked
        ? effectiveRanking(ranks, overvote)
        : chosen.sort((left, right) => left - right);
      if (counted.length === 0) return 'blank';
      if (chosen.length > maxChoices) {
        return { fault: `The row names ${chosen.length} options; the survey takes at most ${maxChoices}.` };
      }
      return {
        choices: isRanked ? storedRanking(ranks) : JSON.stringify(counted),
        counted,
        isDoubled: chosen.length < options.length,
      };
    },
  };
}

function ranksReader(
  options: BallotReaderOptions,
  answers: AnswerCounts,
): (cells: Cells) => RankCell[] | Fault {
  const { cells: kind, method } = options;
  if (kind === 'mark' && method === 'RANKED_CHOICE') {
    throw new ImportRefusedError(
      'The columns hold marks, which have no order, and the survey is RANKED_CHOICE. Name columns with ranks.',
    );
  }
  if (kind === 'rank' && method !== 'RANKED_CHOICE') {
    throw new ImportRefusedError(`The columns hold ranks, and the survey is ${method}, which has no order.`);
  }
  if (kind === 'mark') return markReader(options, answers);
  if (kind === 'rank') return rankReader(options, answers);
  return optionReader(options, answers);
}

/** Each cell is an option, or a list of them. */
function optionReader(
  { columns, cells: kind, method, separators, blanks, texts, isUnknownNoChoice }: BallotReaderOptions,
  answers: AnswerCounts,
) {
  /** Whether a form let people mark several options for one rank. */
  const isOvervote = (text: string): boolean => {
    const options = method === 'RANKED_CHOICE' ? splitList(text, separators, texts) : [];
    return options.length > 1 && options.every((option) => typeof texts.meaningOf(option) === 'number');
  };
  const rankOf = (text: string, column: BallotColumn): RankCell | Fault => {
    if (column.isOther) return markedWithoutChoice;
    const meaning = answers.read(text);
    if (typeof meaning === 'number') return meaning;
    if (isOvervote(text)) return overvotedRank;
    return isUnknownNoChoice ? markedWithoutChoice : unknownAnswer(text, column);
  };
  return (cells: Cells): RankCell[] | Fault => {
    const ranks: RankCell[] = [];
    for (const column of columns) {
      const text = cellText(cells, column);
      if (typeof text === 'object') return text;
      const parts =
        text === '' || blanks.includes(text)
          ? []
          : kind === 'list'
            ? splitList(text, separators, texts)
            : [text];
      // An empty cell is a skipped rank; beside an option, or in an empty list, it is nothing.
      if (parts.length === 0 && kind === 'option' && !column.isOther) ranks.push(skippedRank);
      for (const part of parts) {
        const rank = rankOf(part, column);
        if (typeof rank === 'object' && rank !== null) return rank;
        ranks.push(rank);
      }
    }
    return ranks;
  };
}

/** Each column is an option, which is chosen where its cell is marked. */
function markReader(options: BallotReaderOptions, answers: AnswerCounts) {
  const { columns, blanks, texts } = options;
  const marks = columns.map((column) => ({ column, ...optionOf(column, options) }));
  return (cells: Cells): RankCell[] | Fault => {
    const ranks: RankCell[] = [];
    for (const { column, option, label } of marks) {
      const text = cellText(cells, column);
      if (typeof text === 'object') return text;
      if (text === '' || blanks.includes(text)) continue;
      const isMarked = column.isOther || isMark(text, option, texts);
      if (isMarked === undefined) {
        return {
          fault: `\`${shortened(text)}\` is neither a mark nor the option of its column; name it in the map as true or false (column \`${columnName(column)}\`)`,
        };
      }
      if (!isMarked) continue;
      if (option === undefined) return unknownColumn(column);
      if (!column.isOther) answers.read(label);
      ranks.push(option);
    }
    return ranks;
  };
}

/** Each column is an option, whose rank its cell holds. */
function rankReader(options: BallotReaderOptions, answers: AnswerCounts) {
  const { columns, blanks, texts, isUnknownNoChoice } = options;
  const ranked = columns.map((column) => ({ column, ...optionOf(column, options) }));
  return (cells: Cells): RankCell[] | Fault => {
    const ranks: RankCell[] = [];
    for (const { column, option, label } of ranked) {
      const text = cellText(cells, column);
      if (typeof text === 'object') return text;
      if (text === '' || blanks.includes(text) || column.isOther) continue;
      const meaning = texts.meaningOf(text);
      if (meaning === markedWithoutChoice) continue;
      const rank = typeof meaning === 'object' && 'rank' in meaning ? meaning.rank : rankIn(text);
      if (rank === undefined) {
        if (isUnknownNoChoice) continue;
        return {
          fault: `\`${shortened(text)}\` is not a rank; name it in the map as a number, or as null for no rank (column \`${columnName(column)}\`)`,
        };
      }
      if (option === undefined) return unknownColumn(column);
      answers.read(label);
      while (ranks.length < rank) ranks.push(skippedRank);
      // Two options at one rank are an overvote.
      ranks[rank - 1] = ranks[rank - 1] === skippedRank ? option : overvotedRank;
    }
    return ranks;
  };
}

/** The option that a column is named for; undefined where it is named for none. */
function optionOf(
  { labels, isOther }: BallotColumn,
  { texts, isUnknownNoChoice }: BallotReaderOptions,
): { option: number | undefined; label: string } {
  const label = labels.find((text) => typeof texts.meaningOf(text) === 'number') ?? labels[0] ?? '';
  const option = texts.meaningOf(label);
  if (typeof option === 'number') return { option, label };
  return { option: isOther || isUnknownNoChoice ? markedWithoutChoice : undefined, label };
}

const unknownColumn = (column: BallotColumn): Fault => ({
  fault: `The column \`${columnName(column)}\` is not named for an option of the survey; name it in the map`,
});

const marked = new Set(['1', 'x', 'y', 'yes', 'true', 'on', 'checked', 'selected', '✓', '✔', '☑']);
const unmarked = new Set(['0', '-', 'n', 'no', 'false', 'off', 'unchecked', 'not selected', 'n/a', '☐']);

function isMark(text: string, option: number | undefined, texts: AnswerTexts): boolean | undefined {
  const meaning = texts.meaningOf(text);
  if (typeof meaning === 'object' && 'isMarked' in meaning) return meaning.isMarked;
  const lower = text.toLowerCase();
  if (marked.has(lower)) return true;
  if (unmarked.has(lower)) return false;
  return meaning === option ? true : undefined;
}

function cellText(cells: Cells, column: BallotColumn): string | Fault {
  const text = decodeCell(cells[column.index] ?? '')?.trim();
  return (
    text ?? {
      fault: `A cell is not in the encoding of the file; save the file as CSV in UTF-8 (column \`${columnName(column)}\`)`,
    }
  );
}

const unknownAnswer = (text: string, column: BallotColumn): Fault => ({
  fault: `\`${shortened(text)}\` is not an option of the survey; name it in the map (column \`${columnName(column)}\`)`,
});

const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);
