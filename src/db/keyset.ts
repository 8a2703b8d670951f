import { type Column, type SQL, type SQLWrapper, sql } from 'drizzle-orm';

/** The place of a row in an order: what the order goes by, then the row's id, which no two rows share. */
export type Key = readonly [by: number | string, id: number];

/** Which part of a list is asked for. */
export interface Page {
  size: number;
  /** Whether the part is taken from the end of the list. */
  isBackward: boolean;
  after: Key | undefined;
  before: Key | undefined;
}

/** An order that leaves no two rows equal. */
export interface Keyset {
  by: Column | SQLWrapper;
  id: Column | SQLWrapper;
  isDescending: boolean;
}

/** What of a page decides the text of its statement; the rest is bound (`keysetParameters`). */
export const keysetShape = (page: Page): string =>
  `${page.isBackward ? 'backward' : 'forward'}${page.after ? ' after' : ''}${page.before ? ' before' : ''}`;

export const keysetParameters = (page: Page) => ({
  // One more than asked for tells whether the list goes on.
  limit: page.size + 1,
  afterBy: page.after?.[0],
  afterId: page.after?.[1],
  beforeBy: page.before?.[0],
  beforeId: page.before?.[1],
});

/** The rows between the page's cursors. Row values compare as the order does, column by column. */
export function keysetWhere({ by, id, isDescending }: Keyset, shape: string): SQL | undefined {
  const beyond = (side: 'after' | 'before') => {
    const isAbove = (side === 'after') !== isDescending;
    const bound = sql`(${sql.placeholder(`${side}By`)}, ${sql.placeholder(`${side}Id`)})`;
    return isAbove ? sql`(${by}, ${id}) > ${bound}` : sql`(${by}, ${id}) < ${bound}`;
  };
  const conditions = (['after', 'before'] as const).filter((side) => shape.includes(side)).map(beyond);
  return conditions.length === 0 ? undefined : sql.join(conditions, sql` and `);
}

/** A backward page is read from the end of the list; `pageOfRows` turns it round again. */
export function keysetOrder({ by, id, isDescending }: Keyset, shape: string): SQL {
  const isDown = isDescending !== shape.includes('backward');
  return isDown ? sql`${by} desc, ${id} desc` : sql`${by} asc, ${id} asc`;
}

/**
 * Takes the rows of a statement with `keysetOrder` and `limit` apart: the page in list order, and whether
 * there is more behind it.
 */
export function pageOfRows<Row>(page: Page, read: readonly Row[]): { rows: Row[]; hasMore: boolean } {
  const rows = read.slice(0, page.size);
  return { rows: page.isBackward ? rows.reverse() : rows, hasMore: read.length > page.size };
}
