import { and, sql } from 'drizzle-orm';
import type { Connection, Database } from '../db/client.ts';
import {
  type Keyset,
  keysetOrder,
  keysetParameters,
  keysetShape,
  keysetWhere,
  type Page,
} from '../db/keyset.ts';
import { statement, statements } from '../db/statement.ts';
import { type AuditEntryRow, auditEntry } from '../db/tables/access.ts';

/** One change, as the verb that made it tells it. Before and after are values for JSON; undefined where there was nothing. */
export interface AuditedChange {
  /** Milliseconds since 1970. */
  at: number;
  /** A viewer's id (`key:ID`), or `cli`. */
  actor: string;
  action: string;
  /** The GraphQL type of what was changed. */
  subject: string;
  slug: string;
  before?: unknown;
  after?: unknown;
  reason?: string | undefined;
}

/** Adds a change to the trail, in the transaction that makes it; the database refuses to change or remove it afterwards. */
export function recordAudit(db: Connection, { before, after, reason, ...change }: AuditedChange): void {
  db.insert(auditEntry)
    .values({ ...change, before: json(before), after: json(after), reason: reason ?? null })
    .run();
}

const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));

// By id, not by time: it grows with every entry, and a clock may be set back.
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

/** The rows of one page, the newest first, with one more if the list goes on. */
export const auditEntries = (db: Database, page: Page): AuditEntryRow[] =>
  pages(db, keysetShape(page)).all(keysetParameters(page));

/** How `auditEntries` is ordered, for its connection. */
export const auditOrder = {
  name: 'auditEntries',
  keyOf: ({ id }: AuditEntryRow) => [id, id] as const,
};

const counts = statement((db) => db.select({ count: sql<number>`count(*)` }).from(auditEntry).prepare());

export const auditEntryCount = (db: Database): number => counts(db).get()?.count ?? 0;
