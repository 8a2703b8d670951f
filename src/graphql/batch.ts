/**
 * Rows that were read together are also asked together: the first of them whose field is resolved reads that field for all,
 * so a level of a query is one statement however many parents it has. Everything is synchronous, which keeps the executor
 * on its fast path; what was read lives as long as the rows.
 */
interface Company {
  rows: readonly object[];
  answers: Map<string, unknown>;
}

/**
 * The seat that a row has in its company: a private field of the row itself, since a constructor that returns an object gives the field to
 * that. Nobody else sees it, and copies of the row do not have it. A WeakMap would say the same, but every collection of garbage has to go
 * through its entries: with one entry for each row of each request that took a quarter of all time.
 */
class Seat extends class {
  constructor(row: object) {
    // biome-ignore lint/correctness/noConstructorReturn: see above
    return row;
  }
} {
  #company: Company;

  private constructor(row: object, company: Company) {
    super(row);
    this.#company = company;
  }

  static of(row: object): Company | undefined {
    return #company in row ? row.#company : undefined;
  }

  static give(row: object, company: Company): void {
    if (#company in row) row.#company = company;
    else new Seat(row, company);
  }
}

/** Declares that these rows were read together. */
export function together<Row extends object>(rows: readonly Row[]): readonly Row[] {
  const company: Company = { rows, answers: new Map() };
  for (const row of rows) Seat.give(row, company);
  return rows;
}

/** What `read` gives for all rows that were read with this one; `field` names the question, arguments included. */
export function askTogether<Row extends object, Answer>(
  row: Row,
  field: string,
  read: (rows: readonly Row[]) => Answer,
): Answer {
  const company = Seat.of(row) ?? { rows: [row], answers: new Map() };
  Seat.give(row, company);
  if (!company.answers.has(field)) {
    // Rows of one company come from one list, so they have the type of this one.
    company.answers.set(field, read(company.rows as readonly Row[]));
  }
  // `field` names one question, and this is its only writer.
  return company.answers.get(field) as Answer;
}

/** The one row that this row refers to by a key. The rows of all who ask are company in turn. */
export function oneOf<Row extends object, Id, Child extends object>(
  row: Row,
  field: string,
  keyOf: (row: Row) => Id | null,
  read: (keys: NonNullable<Id>[]) => Map<Id, Child>,
): Child | undefined {
  const key = keyOf(row);
  if (key === null) return undefined;
  const byKey = askTogether(row, field, (rows) => {
    const children = read(distinct(rows.map(keyOf)));
    together([...children.values()]);
    return children;
  });
  return byKey.get(key);
}

/** The rows that belong to this row. The rows of all who ask are company in turn. */
export function manyOf<Row extends object, Id, Child extends object>(
  row: Row,
  field: string,
  keyOf: (row: Row) => Id,
  read: (keys: NonNullable<Id>[]) => Map<Id, Child[]>,
): Child[] {
  const byKey = askTogether(row, field, (rows) => {
    const children = read(distinct(rows.map(keyOf)));
    together([...children.values()].flat());
    return children;
  });
  return byKey.get(keyOf(row)) ?? [];
}

const distinct = <Id>(keys: readonly (Id | null)[]): NonNullable<Id>[] => [
  ...new Set(keys.filter((key) => key != null)),
];
