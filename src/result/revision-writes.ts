import type { Database } from '../db/client.ts';
import type { SurveyRow } from '../db/tables/survey.ts';
import type { BoundStatement } from '../db/writer-message.ts';
import { auditWrite } from '../survey/audit-writes.ts';
import { surveyBySlug } from '../survey/queries.ts';
import type { PublishedFigures } from './revision.ts';
import { resultsOfSurveys } from './survey-results.ts';

/**
 * Stores the figures that a published result has and begins its next revision; for a survey that is not
 * published, or was revised since it was read, does nothing. Applies if the statement just before in the
 * batch changed a row, and changes one itself if it applied.
 */
export function revisionWrites(db: Database, survey: SurveyRow, reason: string): BoundStatement[] {
  // Published figures can be seen, whatever the survey's visibility was while it ran.
  const results = resultsOfSurveys(db, [{ ...survey, resultsVisibility: 'LIVE' }]).get(survey.id) ?? [];
  const figures: PublishedFigures = {
    ballots: survey.ballots,
    countedAt: survey.countedAt,
    results: results.map(({ narrative, rank, votes, share }) => ({
      narrative: narrative.slug,
      rank,
      votes,
      share,
    })),
  };
  return [
    {
      sql: `insert into result_revision (survey_id, revision, at, reason, figures)
        select id, revision, @now, @reason, @figures from survey
        where id = @id and state = 'PUBLISHED' and revision = @revision and changes() > 0`,
      params: { id: survey.id, revision: survey.revision, reason, figures: JSON.stringify(figures) },
    },
    {
      // A tally moves with its votes.
      sql: `update survey set revision = revision + 1, updated_at = @now,
          tally_version = tally_version + (result_source = 'REPORTED') where id = @id and changes() > 0`,
      params: { id: survey.id },
    },
  ];
}

/**
 * Begins the next revision of a published REPORTED result whose shares a content file corrects. It stores
 * the figures of now; what it returns is called in the same transaction, once the file was saved, and does
 * nothing if no share has changed.
 */
export function revisionByFile(db: Database, slug: string): (now: number) => void {
  const survey = surveyBySlug(db, slug, true);
  if (survey?.resultSource !== 'REPORTED' || survey.state !== 'PUBLISHED') return () => {};
  const reason = 'The content file was corrected.';
  const keep = revisionWrites(db, survey, reason);
  const earlier = reportedShares(db, survey);
  return (now) => {
    const later = reportedShares(db, survey);
    const slugs = [...new Set([...earlier.keys(), ...later.keys()])].filter(
      (narrative) => earlier.get(narrative) !== later.get(narrative),
    );
    if (slugs.length === 0) return;
    const among = (shares: ReadonlyMap<string, number>) =>
      Object.fromEntries(slugs.map((narrative) => [narrative, shares.get(narrative) ?? null]));
    const entry = { before: among(earlier), after: among(later), reason };
    for (const { sql, params } of [
      { sql: 'update survey set updated_at = @now where id = @id', params: { id: survey.id } },
      ...keep,
      auditWrite({ actor: 'cli', action: 'reviseResult', slug, ...entry }),
    ]) {
      db.$client.prepare(sql).run({ ...params, now });
    }
  };
}

/** Hundredths of a percent by the narrative's slug. */
function reportedShares({ $client: client }: Database, { id }: SurveyRow): Map<string, number> {
  const rows = client
    .prepare<[number], [string, number]>(
      `select narrative.slug, reported_share from survey_option
        join narrative on narrative.id = narrative_id where survey_id = ? order by narrative.slug`,
    )
    .raw()
    .all(id);
  return new Map(rows);
}
