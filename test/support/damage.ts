import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { type Database, openDatabase } from '../../src/db/client.ts';

/** The B-tree of a table or index. */
export interface Tree {
  /** The name of the table or index. */
  name: string;
  table: string;
  /** The number of its root page, from 1. */
  page: number;
}

/** All tables and indexes of the database except `sqlite_schema`. */
export const treesOf = (db: Database): Tree[] =>
  db.$client
    .prepare<[], Tree>(
      "select name, tbl_name as 'table', rootpage as page from sqlite_schema where rootpage > 1 order by rootpage",
    )
    .all();

const pageSize = 4096;

/**
 * Inverts the header of a page and returns a function that restores it. The page must not
 * be in the write-ahead log.
 */
export function damagePage(file: string, page: number): () => void {
  const at = (page - 1) * pageSize;
  const write = (bytes: Buffer) => {
    const handle = openSync(file, 'r+');
    writeSync(handle, bytes, 0, bytes.length, at);
    closeSync(handle);
  };
  const bytes = Buffer.alloc(8);
  const handle = openSync(file, 'r');
  readSync(handle, bytes, 0, bytes.length, at);
  closeSync(handle);
  write(Buffer.from(bytes.map((byte) => byte ^ 0xff)));
  return () => write(bytes);
}

/** Makes other connections drop their page caches, and moves the write-ahead log into the database file. */
export function forgetPages(file: string): void {
  const db = openDatabase(file);
  db.$client.exec('update content_version set version = version + 1');
  db.$client.pragma('wal_checkpoint(TRUNCATE)');
  db.$client.close();
}
