import BetterSqlite3 from 'better-sqlite3';

export interface OpenOptions {
  isReadonly?: boolean;
  /** Called with the text of each statement that runs, for tests that count them. */
  onStatement?: ((sql: string) => void) | undefined;
}

/**
 * Opens the SQLite file, which is made when it is missing. Every connection to it is opened here, because
 * each needs the same pragmas. Throws better-sqlite3's `SqliteError` when the file cannot be opened or is no
 * database.
 */
export function openSqlite(
  file: string,
  { isReadonly = false, onStatement }: OpenOptions = {},
): BetterSqlite3.Database {
  const client = new BetterSqlite3(file, {
    readonly: isReadonly,
    ...(onStatement && { verbose: (sql) => onStatement(String(sql)) }),
  });
  try {
    client.pragma('busy_timeout = 5000');
    if (!isReadonly) client.pragma('journal_mode = WAL');
    // In WAL mode the prebuilt library would leave it at NORMAL, which can lose an acknowledged commit when
    // the power fails.
    client.pragma('synchronous = FULL');
    client.pragma('foreign_keys = ON');
    client.pragma('trusted_schema = OFF');
  } catch (error) {
    client.close();
    throw error;
  }
  return client;
}
