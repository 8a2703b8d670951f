import type { Statement } from 'better-sqlite3';
import { openSqlite } from '../../src/db/sqlite.ts';
import { hasDueTransition } from '../../src/db/survey-schedule.ts';
import type { Writer } from '../../src/db/writer.ts';
import type { StatementResult } from '../../src/db/writer-message.ts';

type Row = StatementResult['rows'][number];

/** What group commit is held against: the same statements with the same checks and pragmas, one transaction for each vote, in this thread. */
export function openSingleCommitWriter(file: string): Writer {
  const client = openSqlite(file);
  const prepared = new Map<string, Statement<unknown[], Row>>();
  const statement = (sql: string) => {
    const known = prepared.get(sql) ?? client.prepare<unknown[], Row>(sql);
    prepared.set(sql, known);
    return known;
  };
  const write = client.transaction((statements: Parameters<Writer['write']>[0], now: number) => {
    statement(hasDueTransition).get({ now });
    return statements.map(({ sql, params }): StatementResult => {
      const rows = statement(sql).all({ ...params, now });
      return { rows, changes: rows.length };
    });
  });
  return {
    write: async (statements) => {
      const now = Date.now();
      return { now, results: write.immediate(statements, now) };
    },
    now: () => Date.now(),
    close: async () => {
      client.close();
    },
  };
}
