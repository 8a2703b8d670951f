import type { BoundStatement, SqlValue } from '../db/writer-message.ts';

/** Who makes a change to a survey, what it is, and why. */
export interface SurveyChange {
  /** `key:ID`, or `cli`. */
  actor: string;
  action: string;
  slug: string;
  before: Record<string, SqlValue>;
  after: Record<string, SqlValue>;
  reason?: string | undefined;
}

/** An entry in the audit trail, if the statement just before in the batch changed a row. */
export const auditWrite = ({ before, after, reason, ...change }: SurveyChange): BoundStatement => ({
  sql: `insert into audit_entry (at, actor, action, subject, slug, before, after, reason)
    select @now, @actor, @action, 'Survey', @slug, @before, @after, @reason where changes() > 0`,
  params: {
    ...change,
    before: JSON.stringify(before),
    after: JSON.stringify(after),
    reason: reason ?? null,
  },
});

/**
 * The next load of the content files keeps what was changed here, if the statement just before changed a
 * row.
 */
export const editedWrite = (slug: string): BoundStatement => ({
  sql: "update content_file set edited_at = @now where kind = 'survey' and slug = @slug and changes() > 0",
  params: { slug },
});
