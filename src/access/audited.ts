import { and, eq } from 'drizzle-orm';
import type { Database } from '../db/client.ts';
import { contentFile } from '../db/tables/content.ts';
import { writeTransaction } from '../db/write-transaction.ts';
import { recordAudit } from './audit.ts';

/** Who makes a change, and when (milliseconds since 1970). */
export interface Editor {
  /** `key:ID`, or `cli`. */
  actor: string;
  now: number;
}

/** What is changed: the verb, the GraphQL type, and the slug. */
export interface Change {
  action: string;
  subject: 'Narrative' | 'Survey' | 'Article';
  slug: string;
}

const contentKinds = { Narrative: 'narrative', Survey: 'survey', Article: 'article' } as const;

/**
 * Makes a change and writes down who made it, with what was there before and after, all in one transaction. `read` gives what there is as
 * plain values. Whatever is thrown undoes everything; so does a result that `isRefusal` says is none.
 */
export function audited<Result extends object>(
  db: Database,
  { actor, now }: Editor,
  { action, subject, slug }: Change,
  read: () => unknown,
  write: () => Result,
  isRefusal: (result: Result) => boolean,
): Result {
  return writeTransaction(db, () => {
    const before = read();
    const result = write();
    if (isRefusal(result)) return result;
    recordAudit(db, { at: now, actor, action, subject, slug, before, after: read() });
    // The next load of the content files keeps what was changed here.
    db.update(contentFile)
      .set({ editedAt: now })
      .where(and(eq(contentFile.kind, contentKinds[subject]), eq(contentFile.slug, slug)))
      .run();
    return result;
  });
}
