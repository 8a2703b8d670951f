import type { SurveyRow } from '../../db/tables/survey.ts';
import {
  effectiveRanking,
  markedWithoutChoice,
  type RankCell,
  skippedRank,
  storedRanking,
} from '../../result/ranking.ts';
import { decodeCell } from './csv-rows.ts';

/** An option as the cells of a file may name it. */
export interface NamedOption {
  id: number;
  slug: string;
  name: string;
  shortName: string;
}

export interface AnswerRules extends Pick<SurveyRow, 'method' | 'maxChoices'> {
  options: readonly NamedOption[];
  /** What else a cell may say: an option's slug, or null for a mark that is no choice. */
  map: Readonly<Record<string, string | null>>;
  /** Where the choices stand in a row, best first where they are ranked. */
  columns: readonly { index: number; name: string }[];
}

/** What a row says: choices in stored form, nothing that counts, or something that cannot be read. */
export type Answer = { choices: string; counted: readonly number[] } | 'blank' | { fault: string };

const maximumKnown = 10_000;

/** Reads the choices of a row whose cells are bytes. An empty cell is a skipped rank; slugs, names and short names name options. */
export function answerReader({
  method,
  maxChoices,
  options,
  map,
  columns,
}: AnswerRules): (cells: readonly string[]) => Answer {
  const cellOf = cellReader(options, map);
  return (cells) => {
    const ranks: RankCell[] = [];
    for (const { index, name } of columns) {
      const cell = cellOf(cells[index] ?? '');
      if (typeof cell === 'object' && cell !== null) return { fault: `${cell.fault} (column \`${name}\`)` };
      ranks.push(cell);
    }
    const chosen = new Set(ranks.filter((rank) => rank !== skippedRank && rank !== markedWithoutChoice));
    const counted =
      method === 'RANKED_CHOICE'
        ? effectiveRanking(ranks)
        : [...chosen].map(Number).sort((left, right) => left - right);
    if (counted.length === 0) return 'blank';
    if (chosen.size > maxChoices) {
      return { fault: `The row names ${chosen.size} options; the survey takes at most ${maxChoices}.` };
    }
    return { choices: method === 'RANKED_CHOICE' ? storedRanking(ranks) : JSON.stringify(counted), counted };
  };
}

/** The slugs in the map that are no options. */
export const unknownInMap = ({ options, map }: Pick<AnswerRules, 'options' | 'map'>): string[] => {
  const slugs = new Set(options.map(({ slug }) => slug));
  return Object.values(map).filter((slug): slug is string => slug !== null && !slugs.has(slug));
};

function cellReader(
  options: readonly NamedOption[],
  map: AnswerRules['map'],
): (bytes: string) => RankCell | { fault: string } {
  const idBySlug = new Map(options.map(({ id, slug }) => [slug, id]));
  const idByText = new Map<string, number>();
  // Where two options share a text, the closer kind of name wins.
  for (const key of ['shortName', 'name', 'slug'] as const) {
    for (const option of options) idByText.set(option[key], option.id);
  }
  for (const [text, slug] of Object.entries(map)) {
    idByText.set(text, slug === null ? markedWithoutChoice : (idBySlug.get(slug) ?? markedWithoutChoice));
  }
  const read = (bytes: string): RankCell | { fault: string } => {
    const text = decodeCell(bytes);
    if (text === undefined) return { fault: 'A cell is not in UTF-8; save the file as CSV in UTF-8' };
    const id = idByText.get(text) ?? idByText.get(text.trim());
    if (id !== undefined) return id;
    if (text.trim() === '') return skippedRank;
    return { fault: `\`${shortened(text)}\` is no option of the survey; name it in the map` };
  };
  // Files say the same few things again and again.
  const known = new Map<string, RankCell | { fault: string }>();
  return (bytes) => {
    const before = known.get(bytes);
    if (before !== undefined) return before;
    const cell = read(bytes);
    if (known.size < maximumKnown) known.set(bytes, cell);
    return cell;
  };
}

const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);
