import { and, eq, sql } from 'drizzle-orm';
import type { Connection, Database } from '../db/client.ts';
import {
  type Keyset,
  keysetOrder,
  keysetParameters,
  keysetShape,
  keysetWhere,
  type Page,
} from '../db/keyset.ts';
import { facetOf } from '../db/listing.ts';
import { statement, statements } from '../db/statement.ts';
import { type AuditEntryRow, auditEntry } from '../db/tables/access.ts';
import { listCount } from '../db/tables/list.ts';

/** A change to record. `before` and `after` are JSON values; undefined when there was no such object. */
export interface AuditedChange {
  /** Milliseconds since 1970. */
  at: number;
  /** A viewer's id (`key:ID`), or `cli`. */
  actor: string;
  action: string;
  /** The GraphQL type of the changed object. */
  subject: string;
  slug: string;
  before?: unknown;
  after?: unknown;
  reason?: string | undefined;
}

/** Adds an entry to the audit trail, which the database does not let anyone change or delete. */
export function recordAudit(db: Connection, { before, after, reason, ...change }: AuditedChange): void {
  db.insert(auditEntry)
    .values({ ...change, before: json(before), after: json(after), reason: reason ?? null })
    .run();
}

const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));

// By id, not by time, because the clock can be set back.
const newestFirst: Keyset = { by: auditEntry.id, id: auditEntry.id, isDescending: true };

const pages = statements((db, shape) =>
  db
    .select()
    .from(auditEntry)
    .where(and(keysetWhere(newestFirst, shape)))
    .orderBy(keysetOrder(newestFirst, shape))
    .limit(sql.placeholder('limit'))
    .prepare(),
);

/** The rows of one page, newest first, plus one row if there are more. */
export const auditEntries = (db: Database, page: Page): AuditEntryRow[] =>
  pages(db, keysetShape(page)).all(keysetParameters(page));

/** The order of `auditEntries`, for its connection. */
export const auditOrder = {
  name: 'auditEntries',
  keyOf: ({ id }: AuditEntryRow) => [id, id] as const,
};

const counts = statement((db) =>
  db
    .select({ count: listCount.entries })
    .from(listCount)
    .where(eq(listCount.facet, facetOf('audit')))
    .prepare(),
);

export const auditEntryCount = (db: Database): number => counts(db).get()?.count ?? 0;
