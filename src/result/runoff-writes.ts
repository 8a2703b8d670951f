import type { BoundStatement } from '../db/writer-message.ts';
import type { RunoffCount } from './count-queries.ts';

/** Replaces the last count, unless that is of later votes, or of the same votes after voting was over. */
export const runoffWrites = ({
  surveyId,
  version,
  ballots,
  at,
  isComplete,
  result,
}: Omit<RunoffCount, 'pendingVersion'>): BoundStatement[] => [
  {
    sql: `update survey set runoff_version = @version, runoff_ballots = @ballots, runoff_at = @at, runoff_complete = @isComplete
      where id = @surveyId
        and (runoff_version < @version or (runoff_version = @version and runoff_complete < @isComplete))`,
    params: { surveyId, version, ballots, at, isComplete: Number(isComplete) },
  },
  {
    sql: `insert into runoff (survey_id, version, result) select @surveyId, @version, @result where changes() > 0
      on conflict (survey_id) do update set version = excluded.version, result = excluded.result`,
    params: { surveyId, version, result },
  },
];
