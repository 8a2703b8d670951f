import { type Key, type Page, pageOfRows } from '../db/keyset.ts';
import { cursorOf } from './page.ts';

/** One page of a list; `connectionFields` resolves the fields of every connection type from it. */
export interface Connection<Row> {
  page: Page;
  /** The rows of the page, read when a field first needs them. */
  readonly rows: Row[];
  readonly hasMore: boolean;
  cursor: (row: Row) => string;
  /** The length of the whole filtered list, counted when `totalCount` is first selected. */
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

/**
 * `fetch` runs a keyset statement: it returns the rows of the page, plus one if there are more. `fetch` and
 * `count` run at most once, and only if a field that needs them is selected: a list that is requested under
 * many aliases costs what is read from it.
 */
export function connection<Row>(
  page: Page,
  order: PageOrder<Row>,
  fetch: () => readonly Row[],
  count: () => number,
): Connection<Row> {
  const read = once(() => pageOfRows(page, fetch()));
  return {
    page,
    get rows() {
      return read().rows;
    },
    get hasMore() {
      return read().hasMore;
    },
    cursor: (row) => cursorOf(order.name, order.keyOf(row)),
    count: once(count),
  };
}

function once<Value>(compute: () => Value): () => Value {
  let computed: { value: Value } | undefined;
  return () => {
    computed ??= { value: compute() };
    return computed.value;
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
