import { type SQL, sql } from 'drizzle-orm';
import { type Keyset, keysetOrder, keysetWhere } from './keyset.ts';
import { listEntry } from './tables/list.ts';

/** The value of a facet that matches any row. */
export const any: SQL = sql`null`;

/**
 * A facet of `list_entry`. The views `survey_listing`, `article_listing` etc. have the same values in this
 * order.
 */
export const facetOf = (
  name: 'surveys' | 'articles' | 'results' | 'narratives' | 'audit',
  ...values: SQL[]
): SQL => sql`json_array(${sql.join([sql.raw(`'${name}'`), ...values], sql`, `)})`;

/** The id of the row with the slug that is bound as `placeholder`; 0 if no row has it. */
export const idOfSlug = (table: string, placeholder: string): SQL =>
  sql`coalesce((select id from ${sql.identifier(table)} where slug = ${sql.placeholder(placeholder)}), 0)`;

const orders = { DATE: listEntry.at, TITLE: listEntry.title };

export interface EntryOrder {
  field: keyof typeof orders;
  isDescending: boolean;
}

/** Where and in which order the entries of a page are. `shape` contains `keysetShape` of the page. */
export function entriesUnder(
  facet: SQL,
  { field, isDescending }: EntryOrder,
  shape: string,
): { where: SQL; orderBy: SQL } {
  const keyset: Keyset = { by: orders[field], id: listEntry.id, isDescending };
  const between = keysetWhere(keyset, shape) ?? sql`true`;
  return { where: sql`${listEntry.facet} = ${facet} and ${between}`, orderBy: keysetOrder(keyset, shape) };
}

/**
 * The same as a subquery for the ids, at most the bound `limit`: for lists that are merged from several
 * facets.
 */
export function idsUnder(facet: SQL, order: EntryOrder, shape: string): SQL {
  const { where, orderBy } = entriesUnder(facet, order, shape);
  return sql`(select ${listEntry.id} from ${listEntry} where ${where} order by ${orderBy} limit ${sql.placeholder('limit')})`;
}
