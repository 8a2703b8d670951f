import { type Key, type Page, pageOfRows } from '../db/keyset.ts';
import { cursorOf } from './page.ts';

/** One page of a list; `connectionFields` resolves the fields of every connection type from it. */
export interface Connection<Row> {
  rows: Row[];
  page: Page;
  hasMore: boolean;
  cursor: (row: Row) => string;
  /** The length of the whole filtered list; called only when `totalCount` is selected. */
  count: () => number;
}

export interface Edge<Row> {
  cursor: string;
  node: Row;
}

export interface PageOrder<Row> {
  /** Names the list and its order; see `pageOf`. */
  name: string;
  keyOf: (row: Row) => Key;
}

/** `fetched` is the result of a keyset statement: the rows of the page, plus one if there are more. */
export function connection<Row>(
  page: Page,
  order: PageOrder<Row>,
  fetched: readonly Row[],
  count: () => number,
): Connection<Row> {
  return {
    ...pageOfRows(page, fetched),
    page,
    cursor: (row) => cursorOf(order.name, order.keyOf(row)),
    count,
  };
}

/** Resolvers of any connection type. */
export const connectionFields = {
  edges: <Row>({ rows, cursor }: Connection<Row>): Edge<Row>[] =>
    rows.map((node) => ({ node, cursor: cursor(node) })),
  nodes: <Row>({ rows }: Connection<Row>): Row[] => rows,
  totalCount: <Row>({ count }: Connection<Row>): number => count(),
  pageInfo: <Row>({ rows, page, hasMore, cursor }: Connection<Row>) => {
    const [first, last] = [rows.at(0), rows.at(-1)];
    return {
      hasNextPage: page.isBackward ? page.before !== undefined : hasMore,
      hasPreviousPage: page.isBackward ? hasMore : page.after !== undefined,
      startCursor: first === undefined ? null : cursor(first),
      endCursor: last === undefined ? null : cursor(last),
    };
  },
};
