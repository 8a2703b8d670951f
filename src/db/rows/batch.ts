/**
 * Rows loaded by one query. The first field resolver loads a relation for all of them, so a list of any
 * length costs one statement. This is DataLoader's idea, synchronous: resolvers return values instead of
 * promises, which keeps the executor on its fast path.
 */
interface Batch {
  rows: readonly object[];
  /** Values loaded for all rows, by field. */
  loaded: Map<string, unknown>;
}

/**
 * Stores the batch of a row in a private field of the row itself: a constructor that returns an object adds
 * the private fields to that object. Nothing else can see it, and copies of the row do not have it. A WeakMap
 * with an entry for each row of each request took a quarter of all CPU time in garbage collection.
 */
class BatchOf extends class {
  constructor(row: object) {
    // biome-ignore lint/correctness/noConstructorReturn: see above
    return row;
  }
} {
  #batch: Batch;

  private constructor(row: object, batch: Batch) {
    super(row);
    this.#batch = batch;
  }

  static get(row: object): Batch | undefined {
    return #batch in row ? row.#batch : undefined;
  }

  static set(row: object, batch: Batch): void {
    if (#batch in row) row.#batch = batch;
    else new BatchOf(row, batch);
  }
}

/** Makes the rows a batch. Call it with the rows of one query. */
export function asBatch<Row extends object>(rows: readonly Row[]): readonly Row[] {
  const batch: Batch = { rows, loaded: new Map() };
  for (const row of rows) BatchOf.set(row, batch);
  return rows;
}

/**
 * Returns the result of `load` for the row's batch. It runs once per `field`, a key of
 * the field and its arguments.
 */
export function loadForBatch<Row extends object, Loaded>(
  row: Row,
  field: string,
  load: (rows: readonly Row[]) => Loaded,
): Loaded {
  const batch = BatchOf.get(row) ?? { rows: [row], loaded: new Map() };
  BatchOf.set(row, batch);
  if (!batch.loaded.has(field)) {
    // The rows of a batch come from one query, so they have the type of this row.
    batch.loaded.set(field, load(batch.rows as readonly Row[]));
  }
  // Each `field` has one loader, so the value is of its type.
  return batch.loaded.get(field) as Loaded;
}

/**
 * Returns what `make` returns for this row; it runs once per row and `field`, however many aliases ask for
 * it.
 */
export function loadOnce<Row extends object, Value>(
  row: Row,
  field: string,
  make: (row: Row) => NonNullable<Value>,
): NonNullable<Value> {
  const values = loadForBatch(row, field, () => new Map<Row, NonNullable<Value>>());
  const known = values.get(row);
  if (known !== undefined) return known;
  const value = make(row);
  values.set(row, value);
  return value;
}

/** Loads the row that this row references by a key. The rows loaded for the whole batch become a batch. */
export function loadOne<Row extends object, Id, Child extends object>(
  row: Row,
  field: string,
  keyOf: (row: Row) => Id | null,
  load: (keys: NonNullable<Id>[]) => Map<Id, Child>,
): Child | undefined {
  const key = keyOf(row);
  if (key === null) return undefined;
  const byKey = loadForBatch(row, field, (rows) => {
    const children = load(distinct(rows.map(keyOf)));
    asBatch([...children.values()]);
    return children;
  });
  return byKey.get(key);
}

/** Loads the rows that reference this row. The rows loaded for the whole batch become a batch. */
export function loadMany<Row extends object, Id, Child extends object>(
  row: Row,
  field: string,
  keyOf: (row: Row) => Id,
  load: (keys: NonNullable<Id>[]) => Map<Id, Child[]>,
): Child[] {
  const byKey = loadForBatch(row, field, (rows) => {
    const children = load(distinct(rows.map(keyOf)));
    asBatch([...children.values()].flat());
    return children;
  });
  return byKey.get(keyOf(row)) ?? [];
}

const distinct = <Id>(keys: readonly (Id | null)[]): NonNullable<Id>[] => [
  ...new Set(keys.filter((key) => key != null)),
];
