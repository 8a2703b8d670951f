import type BetterSqlite3 from 'better-sqlite3';
import { Column, is, Param, Placeholder, SQL } from 'drizzle-orm';

/** What Drizzle keeps in a prepared SELECT. It is not in its types, and the version is pinned. */
interface PreparedSelect {
  stmt: BetterSqlite3.Statement;
  query: { params: readonly unknown[] };
  fields: readonly { path: readonly string[]; field: unknown }[] | undefined;
  joinsNotNullableMap: Readonly<Record<string, boolean>> | undefined;
}

type Values = Readonly<Record<string, unknown>>;
type Decoder = { mapFromDriverValue: (value: unknown) => unknown };
type Row = Record<string, unknown>;

/**
 * Lets a prepared SELECT find out once, not for every value of every row, where a value belongs and how it
 * is decoded. Whatever has no rows, or may join to nothing, is left as it is.
 */
export function mapRowsOnce<Prepared>(prepared: Prepared): Prepared {
  if (!isPreparedSelect(prepared)) return prepared;
  const { stmt, query, fields = [] } = prepared;
  const read = rowReader(fields);
  const parameters = query.params.map(parameterReader);
  const raw = stmt.raw();
  const bound = (values: Values = {}) => parameters.map((parameter) => parameter(values));
  return Object.assign(prepared, {
    all: (values?: Values) => raw.all(...bound(values)).map(read),
    get: (values?: Values) => {
      const row = raw.get(...bound(values));
      return row === undefined ? undefined : read(row);
    },
  });
}

function isPreparedSelect(prepared: unknown): prepared is PreparedSelect {
  if (typeof prepared !== 'object' || prepared === null || !('fields' in prepared)) return false;
  // Drizzle's own; see PreparedSelect.
  const { fields, joinsNotNullableMap = {} } = prepared as PreparedSelect;
  return (
    Array.isArray(fields) &&
    fields.every(({ path }) => path.length <= 2) &&
    Object.values(joinsNotNullableMap).every((isNotNullable) => isNotNullable)
  );
}

function rowReader(fields: NonNullable<PreparedSelect['fields']>): (values: unknown) => Row {
  const columns = fields.map(({ path: [first = '', second], field }) => ({
    outer: second === undefined ? undefined : first,
    key: second ?? first,
    decoder: decoderOf(field),
  }));
  return (values) => {
    const row: Row = {};
    // A raw statement gives its rows as arrays.
    const read = values as unknown[];
    for (let index = 0; index < columns.length; index += 1) {
      const column = columns[index];
      if (column === undefined) break;
      const { outer, key, decoder } = column;
      const value = read[index];
      const target = outer === undefined ? row : inner(row, outer);
      target[key] = decoder === undefined || value === null ? value : decoder.mapFromDriverValue(value);
    }
    return row;
  };
}

function inner(row: Row, name: string): Row {
  row[name] ??= {};
  // Made above, and nowhere else.
  return row[name] as Row;
}

/** Undefined where the value stays what SQLite gave. */
function decoderOf(field: unknown): Decoder | undefined {
  // A column decodes itself, an expression has a decoder, and one with an alias has the expression in it.
  const decoder = is(field, Column)
    ? field
    : is(field, SQL)
      ? decoderIn(field)
      : is(field, SQL.Aliased)
        ? decoderIn(field.sql)
        : undefined;
  return decoder?.mapFromDriverValue === Column.prototype.mapFromDriverValue ? undefined : decoder;
}

// Set by `mapWith`; Drizzle hides it in its types.
const decoderIn = (expression: SQL): Decoder => (expression as unknown as { decoder: Decoder }).decoder;

function parameterReader(parameter: unknown): (values: Values) => unknown {
  if (is(parameter, Placeholder)) {
    const { name } = parameter;
    return (values) => valueNamed(values, String(name));
  }
  if (is(parameter, Param) && is(parameter.value, Placeholder)) {
    const { encoder, value } = parameter;
    return (values) => encoder.mapToDriverValue(valueNamed(values, String(value.name)));
  }
  return () => parameter;
}

function valueNamed(values: Values, name: string): unknown {
  if (name in values) return values[name];
  throw new Error(`No value is given for the placeholder ${name}.`);
}
