import type BetterSqlite3 from 'better-sqlite3';
import type { Database } from './client.ts';

/** Complaints of SQLite after which it stops looking: the first few say where the damage is. */
const mostComplaints = 20;

interface SchemaRow {
  type: 'table' | 'index';
  name: string;
  table: string;
  rootPage: number;
}

/**
 * Reads every page of the file and compares tables with their indexes (`PRAGMA quick_check`). Returns the
 * names of the damaged ones for the operator, or undefined. Takes about 3 s for 1 GB that the system has
 * cached, else as long as the disk needs.
 */
export function findDamage({ $client: client }: Database): string | undefined {
  const complaints = complaintsOf(client, `quick_check(${mostComplaints})`);
  if (complaints.length === 0) return undefined;
  const schema = schemaOf(client);
  const found = schema.filter((row) => complaints.some((complaint) => isAbout(complaint, row)));
  // Where SQLite stumbles early it names nothing; asked for one table after another, it does.
  const damaged = found.length > 0 ? found : schema.filter((row) => isDamagedTable(client, row));
  // A virtual table is damaged where one of those is that hold its rows.
  const real = damaged.filter(({ rootPage }) => rootPage > 0);
  const named = real.length > 0 ? real : damaged;
  const tables = new Set(named.filter(({ type }) => type === 'table').map(({ name }) => name));
  // The indexes of a damaged table differ from it, whether or not they are damaged too.
  const names = named.filter(({ type, table }) => type === 'table' || !tables.has(table)).map(nameOf);
  const lines = complaints.flatMap((complaint) => complaint.split('\n'));
  const detail = lines.find((line) => schema.some((row) => isAbout(line, row))) ?? lines.at(-1);
  return `${names.join(', ') || 'a page of no table'} (${detail})`;
}

/** What a pragma complains of, up to the point at which SQLite cannot go on. */
function complaintsOf(client: BetterSqlite3.Database, pragma: string): string[] {
  const complaints: string[] = [];
  try {
    const rows = client.prepare<[], string>(`pragma ${pragma}`).pluck().iterate();
    for (const complaint of rows) if (complaint !== 'ok') complaints.push(complaint);
  } catch (error) {
    complaints.push(error instanceof Error ? error.message : String(error));
  }
  return complaints;
}

function schemaOf(client: BetterSqlite3.Database): SchemaRow[] {
  try {
    return client
      .prepare<[], SchemaRow>(
        "select type, name, tbl_name as 'table', rootpage as rootPage from sqlite_schema where type in ('table', 'index')",
      )
      .all();
  } catch {
    return [{ type: 'table', name: 'sqlite_schema', table: 'sqlite_schema', rootPage: 1 }];
  }
}

const phrases: readonly RegExp[] = [
  /^(?:wrong # of entries in|row \d+ missing from|non-unique entry in) index (\w+)/m,
  /value in (\w+)\.\w+$/m,
  / table "(\w+)"$/m,
];

const isAbout = (complaint: string, { name, rootPage }: SchemaRow): boolean =>
  (rootPage > 0 && new RegExp(`\\bTree ${rootPage}\\b`).test(complaint)) ||
  phrases.some((phrase) => phrase.exec(complaint)?.[1] === name);

const isDamagedTable = (client: BetterSqlite3.Database, { type, name }: SchemaRow): boolean =>
  type === 'table' && complaintsOf(client, `quick_check("${name}")`).length > 0;

const nameOf = ({ type, name, table }: SchemaRow): string =>
  type === 'table' ? `the table ${name}` : `the index ${name} of the table ${table}`;
