import { type Column, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { Database } from '../client.ts';
import { noteDamage, watchDamage } from '../damage.ts';
import { type Reads, type RowOf, recordReads } from './read-set.ts';
import { mapRowsOnce } from './row-mapping.ts';

/**
 * Prepares a statement once per connection: building its SQL costs several times what running it does. A
 * statement that reads votes or figures of surveys declares it (`reads`), and throws when it is prepared
 * otherwise.
 */
export function statement<Prepared extends object>(
  build: (db: Database) => Prepared,
  reads?: Reads<RowOf<Prepared>>,
): (db: Database) => Prepared {
  const family = statements((db) => build(db), reads);
  return (db) => family(db, '');
}

/** The same for statements that come in several shapes; `shape` tells them apart and must be one of few. */
export function statements<Shape extends string, Prepared extends object>(
  build: (db: Database, shape: Shape) => Prepared,
  reads?: Reads<RowOf<Prepared>>,
): (db: Database, shape: Shape) => Prepared {
  const byDatabase = new WeakMap<Database, Map<Shape, Prepared>>();
  return (db, shape) => {
    const byShape = byDatabase.get(db) ?? new Map<Shape, Prepared>();
    byDatabase.set(db, byShape);
    const prepared =
      byShape.get(shape) ??
      watchDamage(recordReads(mapRowsOnce(build(db, shape)), reads), () => noteDamage(db));
    byShape.set(shape, prepared);
    return prepared;
  };
}

/** Whether the column is in a list of any length that is bound as one parameter, as JSON (see `list`). */
export const isIn = (column: Column | SQLWrapper, placeholder: string): SQL =>
  sql`${column} in (select value from json_each(${sql.placeholder(placeholder)}))`;

/** The parameter for `isIn`, each value once: some statements read a row for each value of the list. */
export const list = (values: readonly (number | string)[]): string => JSON.stringify([...new Set(values)]);
