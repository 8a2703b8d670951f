import { existsSync } from 'node:fs';

/** The database server of a peer. */
export interface Companion {
  processId: number;
  environment: Readonly<Record<string, string>>;
  /** Stops it without waiting. */
  end: () => void;
  stop: () => Promise<void>;
}

export const postgreSqlPrograms = '/usr/lib/postgresql/15/bin';

/** Why PostgreSQL cannot run here; undefined when it can. */
export const missingPostgreSql = (): string | undefined =>
  existsSync(`${postgreSqlPrograms}/initdb`)
    ? undefined
    : 'PostgreSQL 15 is not installed (Debian: `apt-get install postgresql-15`).';
