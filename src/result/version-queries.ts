import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '../db/client.ts';
import type { ReadSet } from '../db/rows/read-set.ts';
import { isIn, list, statement } from '../db/rows/statement.ts';
import { contentVersion } from '../db/tables/content.ts';
import { survey } from '../db/tables/survey.ts';

// The rules of `survey/status.ts` in SQL.
const isRunoff = sql`(${survey.method} = 'RANKED_CHOICE' and ${survey.resultSource} = 'TALLIED')`;
const isResultVisible = sql`(
  ${survey.resultsVisibility} = 'LIVE' and ${survey.state} <> 'CANCELLED'
  or ${survey.state} in ('CLOSED', 'PUBLISHED')
    and (not ${isRunoff} or ${survey.runoffVersion} = ${survey.tallyVersion} or ${survey.isRunoffComplete}))`;

/** A published result is not final while its count lacks votes (`isFinal`). */
const runoffVersion = sql`${survey.runoffVersion}
  || iif(${survey.state} = 'PUBLISHED' and ${survey.runoffVersion} < ${survey.tallyVersion}, '+', '')`;

/** Hidden results have no version: whether a response comes from the cache must not reveal a vote. */
const visible = (version: SQL): SQL => sql`iif(${isResultVisible}, ${version}, 0)`;

const versionsOf = (placeholder: string, version: SQL) => sql<string | null>`(
  select group_concat(${survey.id} || '.' || ${visible(version)}) from (
    select * from ${survey} where ${isIn(survey.id, placeholder)} order by id
  ) as ${survey}
)`;

const versions = statement(
  (db) =>
    db
      .select({
        content: contentVersion.version,
        figures: versionsOf('surveys', sql`iif(${isRunoff}, ${runoffVersion}, ${survey.tallyVersion})`),
        votes: versionsOf('voteSurveys', sql`${survey.tallyVersion}`),
      })
      .from(contentVersion)
      .prepare(),
  { figures: 'every' },
);

/**
 * Differs after every change, by any process, of the content or of the visible results and votes of these
 * surveys.
 */
export function versionOf(db: Database, { surveys, voteSurveys }: ReadSet): string {
  const found = versions(db).get({ surveys: list([...surveys]), voteSurveys: list([...voteSurveys]) });
  return `${found?.content} ${found?.figures} ${found?.votes}`;
}
