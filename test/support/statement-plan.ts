import type BetterSqlite3 from 'better-sqlite3';

interface Instruction {
  addr: number;
  opcode: string;
  p1: number;
  p2: number;
  p3: number;
}

/** Walking a table or an index from its first or last row, or counting all of it. */
const scanning = new Set(['Rewind', 'Last', 'Count']);

/** With one row for ever, or one for each table. */
const fixedTables = new Set(['clock', 'content_version', 'sqlite_sequence']);

/**
 * What a statement does that may take longer as tables grow: `scans TABLE`, `sorts`, `adds up`. It is read off the program that SQLite
 * compiles the statement to, in which, other than in EXPLAIN QUERY PLAN, the triggers and the checks of foreign keys are programs too.
 */
export function growingSteps(schema: BetterSqlite3.Database, sql: string): string[] {
  const tables = new Map(
    schema
      .prepare<[], [number, string]>('select rootpage, tbl_name from sqlite_schema where rootpage > 0')
      .raw()
      .all(),
  );
  const steps = programsOf(explained<Instruction>(schema, `explain ${sql}`)).flatMap((program) => {
    const opened = new Map<number, string>();
    for (const { opcode, p1, p2, p3 } of program) {
      const table = tables.get(p2);
      if (/^Open(Read|Write)$/.test(opcode) && p3 === 0 && table !== undefined) opened.set(p1, table);
    }
    return executed(program).flatMap(({ opcode, p1 }) => {
      const table = opened.get(p1);
      if (scanning.has(opcode) && table !== undefined && !fixedTables.has(table)) return [`scans ${table}`];
      if (opcode === 'SorterOpen') return ['sorts'];
      return opcode.startsWith('AggStep') ? ['adds up'] : [];
    });
  });
  const planned = explained<{ detail: string }>(schema, `explain query plan ${sql}`).flatMap(({ detail }) => {
    // FTS5's plan number 0 is the one without MATCH and without a rowid.
    if (/^SCAN search_index VIRTUAL TABLE INDEX 0:$/.test(detail)) return ['scans search_index'];
    // With LIMIT the program has no sorter, but reads and sorts all the same.
    return /^USE TEMP B-TREE/.test(detail) ? ['sorts'] : [];
  });
  return [...new Set([...steps, ...planned])].sort();
}

/** A trigger's program follows that of the statement, with addresses of its own. */
function programsOf(instructions: readonly Instruction[]): Instruction[][] {
  const programs: Instruction[][] = [];
  let program: Instruction[] = [];
  for (const instruction of instructions) {
    if (instruction.addr === 0) {
      program = [];
      programs.push(program);
    }
    program.push(instruction);
  }
  return programs;
}

/** Without what runs only while a deferred foreign key is broken, of which there are none here: a look for the rows that refer to a new one. */
function executed(program: readonly Instruction[]): Instruction[] {
  const guards = program.filter(({ opcode }) => opcode === 'FkIfZero');
  return program.filter(({ addr }) => !guards.some((guard) => addr > guard.addr && addr < guard.p2));
}

/** The rows of an EXPLAIN, for which any parameters do. */
function explained<Row>(schema: BetterSqlite3.Database, sql: string): Row[] {
  const text = sql.replace(/'[^']*'/g, "''");
  const named = [...text.matchAll(/[@:$](\w+)/g)].map(([, name = '']) => [name, null]);
  const positional = [...text.matchAll(/\?/g)].map(() => null);
  const parameters = named.length === 0 ? positional : [...positional, Object.fromEntries(named)];
  return schema.prepare<unknown[], Row>(sql).all(...parameters);
}
