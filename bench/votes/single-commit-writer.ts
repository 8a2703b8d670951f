import type { Statement } from 'better-sqlite3';
import { openSqlite } from '../../src/db/sqlite.ts';
import { hasScheduledTransition } from '../../src/db/survey-schedule.ts';
import type { Writer } from '../../src/db/writer.ts';
import type { StatementResult } from '../../src/db/writer-message.ts';

type Row = StatementResult['rows'][number];

/**
 * The writer that group commit is compared with: the same statements, checks and pragmas, in this thread and
 * with a transaction for each vote.
 */
export function openSingleCommitWriter(file: string): Writer {
  const client = openSqlite(file);
  const prepared = new Map<string, Statement<unknown[], Row>>();
  const statement = (sql: string) => {
    const known = prepared.get(sql) ?? client.prepare<unknown[], Row>(sql);
    prepared.set(sql, known);
    return known;
  };
  const write = client.transaction((statements: Parameters<Writer['write']>[0], now: number) => {
    statement(hasScheduledTransition).get({ now });
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
    close: async () => {
      client.close();
    },
  };
}
