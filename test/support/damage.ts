import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { type Database, openDatabase } from '../../src/db/client.ts';

export interface Tree {
  /** Of the table or index. */
  name: string;
  table: string;
  /** The number of its first page, from 1. */
  page: number;
}

/** Every table and index of the database but the list of them all. */
export const treesOf = (db: Database): Tree[] =>
  db.$client
    .prepare<[], Tree>(
      "select name, tbl_name as 'table', rootpage as page from sqlite_schema where rootpage > 1 order by rootpage",
    )
    .all();

const pageSize = 4096;

/**
 * Flips the bytes that say what a page holds, and returns how to put them back. The file must not be in a
 * write-ahead log.
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

/**
 * Lets other connections forget the pages that they hold, and moves all that was written into the file
 * itself.
 */
export function forgetPages(file: string): void {
  const db = openDatabase(file);
  db.$client.exec('update content_version set version = version + 1');
  db.$client.pragma('wal_checkpoint(TRUNCATE)');
  db.$client.close();
}
