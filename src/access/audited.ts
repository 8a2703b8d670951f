import { and, eq } from 'drizzle-orm';
import type { Database } from '../db/client.ts';
import { contentFile } from '../db/tables/content.ts';
import { writeTransaction } from '../db/write-transaction.ts';
import { isRefusal } from '../text/refusal.ts';
import { recordAudit } from './audit.ts';

/** The author of a change and its time (milliseconds since 1970). */
export interface Editor {
  /** `key:ID`, or `cli`. */
  actor: string;
  now: number;
}

/** The types whose objects are edited. */
export type Subject = keyof typeof contentKinds;

/** The mutation that makes a change, and the type and slug of its object. */
interface Change {
  action: string;
  subject: Subject;
  slug: string;
}

const contentKinds = { Narrative: 'narrative', Survey: 'survey', Article: 'article' } as const;

/**
 * Runs `write` and records it in the audit trail with the object before and after, as `read` returns
 * it, in one transaction. An exception rolls it back. A refusal is returned without an entry.
 */
export function audited<Result extends object>(
  db: Database,
  { actor, now }: Editor,
  { action, subject, slug }: Change,
  read: () => unknown,
  write: () => Result,
): Result {
  return writeTransaction(db, () => {
    const before = read();
    const result = write();
    if (isRefusal(result)) return result;
    recordAudit(db, { at: now, actor, action, subject, slug, before, after: read() });
    // The content loader does not overwrite objects that were edited through the API.
    db.update(contentFile)
      .set({ editedAt: now })
      .where(and(eq(contentFile.kind, contentKinds[subject]), eq(contentFile.slug, slug)))
      .run();
    return result;
  });
}
