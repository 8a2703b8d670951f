import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** An API key as it can be recognised again; the key itself is printed once and stored nowhere. */
export const apiKey = sqliteTable('api_key', {
  /** The public part of the key, by which it is looked up. */
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  /** SHA-256 of the secret part, in hexadecimal. */
  secretHash: text('secret_hash').notNull(),
  /** JSON: an array of scopes. */
  scopes: text('scopes').notNull(),
  /** Cost points per window; null for the server's own setting. */
  points: integer('points'),
  createdAt: integer('created_at').notNull(),
  expiresAt: integer('expires_at'),
  revokedAt: integer('revoked_at'),
  /** To the minute: a key in steady use is not written at every request. */
  lastUsedAt: integer('last_used_at'),
});

export type ApiKeyRow = typeof apiKey.$inferSelect;

/** Who changed what and when, with what was there before: triggers let rows be added only. */
export const auditEntry = sqliteTable('audit_entry', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  at: integer('at').notNull(),
  /** `key:ID`, or `cli` for the command line. */
  actor: text('actor').notNull(),
  /** The verb, such as `updateNarrative`. */
  action: text('action').notNull(),
  /** The GraphQL type of what was changed. */
  subject: text('subject').notNull(),
  slug: text('slug').notNull(),
  /** JSON of what was there before and after; null where there was nothing. */
  before: text('before'),
  after: text('after'),
  /** Why, in the operator's words, where one was asked for. */
  reason: text('reason'),
});

export type AuditEntryRow = typeof auditEntry.$inferSelect;
