import { sql } from 'drizzle-orm';
import type { Database } from '../db/client.ts';
import type { ReadSet } from '../db/read-set.ts';
import { isIn, list, statement } from '../db/statement.ts';
import { contentVersion } from '../db/tables/content.ts';
import { survey } from '../db/tables/survey.ts';
import { isResultVisible } from './queries.ts';

/** Figures that are hidden count for nothing: no answer has them, and when an answer was worked out anew must not tell of a vote. */
const visibleVersion = sql`iif(${isResultVisible}, ${survey.tallyVersion}, 0)`;

const versions = statement((db) =>
  db
    .select({
      content: contentVersion.version,
      figures: sql<string | null>`(
        select group_concat(${survey.id} || '.' || ${visibleVersion}) from (
          select * from ${survey} where ${isIn(survey.id, 'ids')} order by id
        ) as ${survey}
      )`,
    })
    .from(contentVersion)
    .prepare(),
);

/**
 * Differs after every change of what an answer with this read set may show to everybody, whatever process made it, openings and
 * closings included.
 */
export function versionOf(db: Database, { surveys }: ReadSet): string {
  const found = versions(db).get({ ids: list([...surveys]) });
  return `${found?.content} ${found?.figures}`;
}
