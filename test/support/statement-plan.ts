import type BetterSqlite3 from 'better-sqlite3';

interface Instruction {
  addr: number;
  opcode: string;
  p1: number;
  p2: number;
  p3: number;
}

/** Opcodes that walk a table or index from its first or last row, or count all of it. */
const scanning = new Set(['Rewind', 'Last', 'Count']);

/** With one row for ever, or one for each table. */
const fixedTables = new Set(['clock', 'content_version', 'sqlite_sequence', 'voter_secret']);

/**
 * What can take longer as tables grow: `scans TABLE`, `scans TABLE by INDEX`, `sorts` and `adds up`. EXPLAIN
 * returns the compiled program with those of its triggers and foreign keys, which EXPLAIN QUERY PLAN leaves
 * out.
 */
export function growingSteps(schema: BetterSqlite3.Database, sql: string): string[] {
  const trees = new Map(
    schema
      .prepare<[], [number, string, string]>(
        `select rootpage, tbl_name, tbl_name || iif(type = 'index', ' by ' || name, '') from sqlite_schema where rootpage > 0`,
      )
      .raw()
      .all()
      .filter(([, table]) => !fixedTables.has(table))
      .map(([root, , name]) => [root, name]),
  );
  const steps = programsOf(explained<Instruction>(schema, `explain ${sql}`)).flatMap((program) => {
    // A cursor can be opened on one tree after another, temporary ones included.
    const opened = new Map<number, string | undefined>();
    return executed(program).flatMap(({ opcode, p1, p2, p3 }) => {
      const isTree = /^(OpenRead|OpenWrite|ReopenIdx)$/.test(opcode) && p3 === 0;
      if (isTree || /Open/.test(opcode)) opened.set(p1, isTree ? trees.get(p2) : undefined);
      const tree = opened.get(p1);
      if (scanning.has(opcode) && tree !== undefined) return [`scans ${tree}`];
      if (opcode === 'SorterOpen') return ['sorts'];
      return opcode.startsWith('AggStep') ? ['adds up'] : [];
    });
  });
  const planned = explained<{ detail: string }>(schema, `explain query plan ${sql}`).flatMap(({ detail }) => {
    // FTS5's plan number 0 is the one without MATCH and without a rowid.
    const [, index] = /^SCAN (\w+_index) VIRTUAL TABLE INDEX 0:$/.exec(detail) ?? [];
    if (index !== undefined) return [`scans ${index}`];
    // With LIMIT the program has no sorter, but still reads and sorts everything.
    return /^USE TEMP B-TREE/.test(detail) ? ['sorts'] : [];
  });
  return [...new Set([...steps, ...planned])].sort();
}

/** The programs of triggers follow that of the statement. Each begins at address 0. */
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

/**
 * Without the search for rows that refer to a new one: it runs only while a deferred foreign key is violated.
 */
function executed(program: readonly Instruction[]): Instruction[] {
  const guards = program.filter(({ opcode }) => opcode === 'FkIfZero');
  return program.filter(({ addr }) => !guards.some((guard) => addr > guard.addr && addr < guard.p2));
}

/** The rows of an EXPLAIN. The values of the parameters do not matter. */
function explained<Row>(schema: BetterSqlite3.Database, sql: string): Row[] {
  const text = sql.replace(/'[^']*'/g, "''");
  const named = [...text.matchAll(/[@:$](\w+)/g)].map(([, name = '']) => [name, null]);
  const positional = [...text.matchAll(/\?/g)].map(() => null);
  const parameters = named.length === 0 ? positional : [...positional, Object.fromEntries(named)];
  return schema.prepare<unknown[], Row>(sql).all(...parameters);
}
