import { and, desc, eq, gte, lt, type SQL, sql } from 'drizzle-orm';
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
import { isIn, list, statement, statements } from '../db/rows/statement.ts';
import { type AuditEntryRow, apiKey, auditEntry } from '../db/tables/access.ts';
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

/** Which entries of the audit trail to read; undefined is any. */
export interface AuditFilter {
  /** An actor, or the id or the name of an API key. */
  actor?: string | undefined;
  action?: string | undefined;
  /** The GraphQL type of the changed object. */
  subject?: string | undefined;
  slug?: string | undefined;
  /** Milliseconds since 1970; included. */
  since?: number | undefined;
  /** Milliseconds since 1970; excluded. */
  until?: number | undefined;
}

const conditions: Record<keyof AuditFilter, SQL> = {
  actor: sql`${auditEntry.actor} in (
    select ${sql.placeholder('actor')}
    union all select 'key:' || ${apiKey.id} from ${apiKey}
      where ${apiKey.id} = ${sql.placeholder('actor')} or ${apiKey.name} = ${sql.placeholder('actor')})`,
  action: eq(auditEntry.action, sql.placeholder('action')),
  subject: eq(auditEntry.subject, sql.placeholder('subject')),
  slug: eq(auditEntry.slug, sql.placeholder('slug')),
  since: gte(auditEntry.at, sql.placeholder('since')),
  until: lt(auditEntry.at, sql.placeholder('until')),
};

const isFilterKey = (key: string): key is keyof AuditFilter => key in conditions;

const found = statements((db, shape) =>
  db
    .select()
    .from(auditEntry)
    .where(
      and(
        ...shape
          .split(' ')
          .filter(isFilterKey)
          .map((key) => conditions[key]),
      ),
    )
    .orderBy(desc(auditEntry.id))
    .limit(sql.placeholder('limit'))
    .prepare(),
);

/** The newest entries that the filter lets through, newest first. Reads the trail from its end. */
export function findAuditEntries(db: Database, filter: AuditFilter, limit: number): AuditEntryRow[] {
  const given = Object.entries(filter).filter(([, value]) => value !== undefined);
  const shape = given.map(([key]) => key).join(' ');
  return found(db, shape).all({ ...Object.fromEntries(given), limit });
}

const namesOfKeys = statement((db) =>
  db.select({ id: apiKey.id, name: apiKey.name }).from(apiKey).where(isIn(apiKey.id, 'ids')).prepare(),
);

/** The names of the API keys among actors, by actor. */
export const keyNamesByActors = (db: Database, actors: readonly string[]): Map<string, string> =>
  new Map(
    namesOfKeys(db)
      .all({ ids: list(actors.map((actor) => actor.replace(/^key:/, ''))) })
      .map(({ id, name }) => [`key:${id}`, name]),
  );
