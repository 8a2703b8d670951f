import type { Database } from '../db/client.ts';
import type { SurveyRow } from '../db/tables/survey.ts';
import type { Writer } from '../db/writer.ts';
import type { BoundStatement } from '../db/writer-message.ts';
import { auditWrite, editedWrite } from '../survey/audit-writes.ts';
import { surveyBySlug } from '../survey/queries.ts';
import type { Refusal } from '../text/refusal.ts';
import { resultsOfSurveys } from './survey-results.ts';

/** The figures of a result as `result_revision` keeps them. */
export interface KeptFigures {
  ballots: number | null;
  countedAt: number | null;
  results: { narrative: string; rank: number; votes: number | null; share: number }[];
}

/**
 * Keeps the figures that a published result has and begins its next revision; for a survey that is not published, or has been revised since
 * it was read, nothing. Applies if the statement just before in the batch changed a row, and changes one itself when it applied.
 */
export function revisionWrites(db: Database, survey: SurveyRow, reason: string): BoundStatement[] {
  // Published figures can be seen, whatever the survey's visibility was while it ran.
  const results = resultsOfSurveys(db, [{ ...survey, resultsVisibility: 'LIVE' }]).get(survey.id) ?? [];
  const figures: KeptFigures = {
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

export interface ReviseInput {
  /** The survey's slug. */
  survey: string;
  /** Hundredths of a percent by the narrative's slug: the shares that change. */
  shares: Readonly<Record<string, number>>;
  reason: string;
  /** `key:ID`, or `cli`. */
  actor: string;
}

/** Corrects the shares of a published REPORTED result: the earlier figures are kept, the reason stands in the audit trail. */
export async function reviseResult(
  writer: Writer,
  db: Database,
  { survey: slug, shares, reason, actor }: ReviseInput,
): Promise<SurveyRow | Refusal<'NOT_FOUND' | 'SURVEY_STATE' | 'INVALID_INPUT'>> {
  const survey = surveyBySlug(db, slug, true);
  if (survey === undefined) {
    return {
      code: 'NOT_FOUND',
      message: `There is no survey \`${slug}\`; check the slug.`,
      path: ['survey'],
    };
  }
  if (survey.resultSource !== 'REPORTED' || survey.state !== 'PUBLISHED') {
    return {
      code: 'SURVEY_STATE',
      message: `The survey \`${slug}\` is ${survey.resultSource} and ${survey.state}; only the shares of a published REPORTED result are corrected so. Void an import to correct a tallied one.`,
      path: ['survey'],
    };
  }
  const results = resultsOfSurveys(db, [survey]).get(survey.id) ?? [];
  const known = new Map(
    results.map(({ narrative, source }) => [
      narrative.slug,
      'basisPoints' in source ? source.basisPoints : 0,
    ]),
  );
  const unknown = Object.keys(shares).find((narrative) => !known.has(narrative));
  const refused = unknown !== undefined ? unknownShare(slug, unknown) : shareFault(shares, known, reason);
  if (refused !== undefined) return refused;
  const { results: written } = await writer.write([
    {
      sql: `update survey set updated_at = @now where id = @id and state = 'PUBLISHED' and revision = @revision`,
      params: { id: survey.id, revision: survey.revision },
    },
    ...revisionWrites(db, survey, reason),
    // Each applies if the statement just before did: a correction that came too late changes no share.
    ...Object.entries(shares).map(
      ([narrative, share]): BoundStatement => ({
        sql: `update survey_option set reported_share = @share
          where survey_id = @id and narrative_id = (select id from narrative where slug = @narrative)
            and changes() > 0`,
        params: { id: survey.id, narrative, share },
      }),
    ),
    auditWrite({
      actor,
      action: 'reviseResult',
      slug,
      before: Object.fromEntries(
        Object.keys(shares).map((narrative) => [narrative, known.get(narrative) ?? 0]),
      ),
      after: shares,
      reason,
    }),
    editedWrite(slug),
  ]);
  if (written[0]?.changes === 1) return { ...survey, ...surveyBySlug(db, slug, true) };
  return {
    code: 'SURVEY_STATE',
    message: `The result of \`${slug}\` was corrected by somebody else just now; look at it and try again.`,
    path: ['survey'],
  };
}

const unknownShare = (
  slug: string,
  narrative: string,
): Refusal<'NOT_FOUND' | 'SURVEY_STATE' | 'INVALID_INPUT'> => ({
  code: 'INVALID_INPUT',
  message: `\`${narrative}\` is not an option of the survey \`${slug}\`; its \`options\` list those that are.`,
  path: ['shares', narrative],
});

function shareFault(
  shares: ReviseInput['shares'],
  known: ReadonlyMap<string, number>,
  reason: string,
): Refusal<'NOT_FOUND' | 'SURVEY_STATE' | 'INVALID_INPUT'> | undefined {
  if (reason.trim() === '') {
    return {
      code: 'INVALID_INPUT',
      message: 'A correction needs a `reason` that readers understand.',
      path: ['reason'],
    };
  }
  const wrong = Object.entries(shares).find(
    ([, share]) => !Number.isInteger(share) || share < 0 || share > 10_000,
  );
  if (wrong !== undefined) {
    return {
      code: 'INVALID_INPUT',
      message: `The share of \`${wrong[0]}\` is ${wrong[1] / 100} percent; it must be 0 to 100 with at most two decimals.`,
      path: ['shares', wrong[0]],
    };
  }
  if (Object.entries(shares).every(([narrative, share]) => known.get(narrative) === share)) {
    return { code: 'INVALID_INPUT', message: 'No share changes; give those that do.', path: ['shares'] };
  }
  return undefined;
}

/**
 * Begins the next revision of a published REPORTED result whose shares a content file corrects. It keeps the figures that are there now; what
 * it returns is called in the same transaction, once the file was saved, and does nothing if no share has changed.
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
