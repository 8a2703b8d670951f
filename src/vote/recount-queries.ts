import { asc, eq, sql } from 'drizzle-orm';
import type { Database } from '../db/client.ts';
import type { SurveyRow } from '../db/tables/survey.ts';
import { surveyOption } from '../db/tables/survey.ts';
import { type VoteEventRow, voteEvent } from '../db/tables/vote.ts';
import { effectiveRanking, parseStoredRanking } from '../result/ranking.ts';

/** What a survey's votes come to. */
export interface Recount {
  ballots: number;
  /** By narrative id; for RANKED_CHOICE the first choices. */
  votes: Record<number, number>;
  /** Votes that name the option, by narrative id. */
  mentions: Record<number, number>;
  /** Those of the `votes` that were imported, and of the ballots. */
  imported: Record<number, number>;
  importedBallots: number;
  /** RANKED_CHOICE only: ballots by ranking, as JSON. */
  rankings: Record<string, number>;
}

/** Counts a survey from the log alone. Every stored count must equal it. */
export function recount(
  db: Database,
  { id, method, overvote }: Pick<SurveyRow, 'id' | 'method' | 'overvote'>,
): Recount {
  const events = db
    .select()
    .from(voteEvent)
    .where(eq(voteEvent.surveyId, id))
    .orderBy(asc(voteEvent.sequence))
    .all();
  const bySequence = new Map(events.map((event) => [event.sequence, event]));
  const inForce = new Map<string, VoteEventRow>();
  for (const event of events) {
    const current = event.kind === 'CAST' ? event : bySequence.get(event.restores ?? 0);
    if (current === undefined) inForce.delete(event.voter);
    else inForce.set(event.voter, current);
  }
  const options = db
    .select({ narrativeId: surveyOption.narrativeId })
    .from(surveyOption)
    .where(eq(surveyOption.surveyId, id))
    .all();
  const votes = Object.fromEntries(options.map(({ narrativeId }) => [narrativeId, 0]));
  const mentions = { ...votes };
  const imported = { ...votes };
  let importedBallots = 0;
  const rankings: Record<string, number> = {};
  for (const { choices, channel } of inForce.values()) {
    const isImported = Number(channel === 'IMPORT');
    importedBallots += isImported;
    const ranking = effectiveRanking(parseStoredRanking(choices ?? '[]'), overvote);
    const isRanked = method === 'RANKED_CHOICE';
    for (const option of ranking) mentions[option] = (mentions[option] ?? 0) + 1;
    for (const option of isRanked ? ranking.slice(0, 1) : ranking) {
      votes[option] = (votes[option] ?? 0) + 1;
      imported[option] = (imported[option] ?? 0) + isImported;
    }
    const key = JSON.stringify(ranking);
    if (isRanked) rankings[key] = (rankings[key] ?? 0) + 1;
  }
  return { ballots: inForce.size, votes, mentions, imported, importedBallots, rankings };
}

/** The counts that the triggers keep. */
export function keptCount(db: Database, { id }: Pick<SurveyRow, 'id'>): Recount {
  const row = db.get<
    Record<'ballots' | 'importedBallots', number> &
      Record<'votes' | 'mentions' | 'imported' | 'rankings', string>
  >(sql`
    select ballots,
      (select json_group_object(narrative_id, votes) from survey_option where survey_id = survey.id) as votes,
      (select json_group_object(narrative_id, mentions) from survey_option where survey_id = survey.id) as mentions,
      (select json_group_object(narrative_id, imported) from survey_option where survey_id = survey.id) as imported,
      (select json_group_object(ranking, count) from ranking_count where survey_id = survey.id) as rankings,
      imported_ballots as importedBallots
    from survey where id = ${id}`);
  // Made by the statement above.
  return {
    ballots: row.ballots,
    votes: JSON.parse(row.votes),
    mentions: JSON.parse(row.mentions),
    imported: JSON.parse(row.imported),
    importedBallots: row.importedBallots,
    rankings: JSON.parse(row.rankings),
  };
}
