import type { SurveyRow } from '../../db/tables/survey.ts';
import type { BoundStatement } from '../../db/writer-message.ts';
import type { RunoffCount } from '../../result/count-queries.ts';
import { auditWrite, type SurveyChange } from '../../survey/audit-writes.ts';
import { isUnfinishedImport } from '../../survey/unfinished-import-queries.ts';

export interface VoidStart {
  batch: string;
  surveyId: number;
  reason: string;
  /** The file whose import takes its place; null for none. */
  fileDigest: string | null;
  change: SurveyChange;
}

/**
 * Begins to void an import. From now until `finishWrites` the survey shows the figures from before
 * (`survey.isCorrecting`). The first statement changes a row if the void began.
 */
export const startVoidWrites = ({
  batch,
  surveyId,
  reason,
  fileDigest,
  change,
}: VoidStart): BoundStatement[] => [
  {
    sql: `update vote_batch set voided_at = @now, void_reason = @reason
      where id = @batch and voided_at is null
        and exists (select 1 from survey where id = vote_batch.survey_id and state in ('OPEN', 'CLOSED', 'PUBLISHED'))
        and not exists (
          select 1 from vote_batch as other
          where other.survey_id = vote_batch.survey_id and other.file_digest = @fileDigest
            and other.voided_at is null and other.id <> @batch
        )`,
    params: { batch, reason, fileDigest },
  },
  auditWrite(change),
  {
    sql: 'update survey set is_correcting = 1 where id = @surveyId and changes() > 0',
    params: { surveyId },
  },
  {
    sql: 'insert into correction (survey_id) select @surveyId where changes() > 0 on conflict do nothing',
    params: { surveyId },
  },
];

/**
 * Takes at most `limit` votes of an import out of the count. Where a vote had replaced one that was not
 * voided, that one counts again: the chain of replaced events is followed back past those that were voided.
 */
export const voidPartWrite = (batch: string, limit: number): BoundStatement => ({
  sql: `insert into vote_event (id, kind, survey_id, voter, at, channel, batch_id, replaces, restores)
    select lower(hex(randomblob(16))), 'VOID', vote.survey_id, vote.voter, @now, 'IMPORT', vote.batch_id, vote.sequence, (
      with recursive earlier (sequence) as (
        select replaces from vote_event where sequence = vote.sequence
        union all
        select event.replaces from earlier
          join vote_event as event on event.sequence = earlier.sequence
          join vote_batch on vote_batch.id = event.batch_id and vote_batch.voided_at is not null
      )
      select event.sequence from earlier
        join vote_event as event on event.sequence = earlier.sequence
        left join vote_batch on vote_batch.id = event.batch_id
        where vote_batch.voided_at is null
    )
    from vote where batch_id = @batch and exists (select 1 from vote_batch where id = @batch and voided_at is not null)
    limit @limit`,
  params: { batch, limit },
});

/** How many earlier votes count again: of the events that the statement before has appended to the log. */
export const restoredCount: BoundStatement = {
  sql: `select count(restores) as restored, last_insert_rowid() as last from vote_event
    where sequence > last_insert_rowid() - changes() and sequence <= last_insert_rowid()`,
  params: {},
};

/** What is still to be done for the correction of the survey `@id`: votes to void, or a file to import. */
const isToBeDone = `exists (
    select 1 from vote_batch cross join vote
    where vote_batch.survey_id = @id and ${isUnfinishedImport}
      and vote_batch.voided_at is not null and vote.batch_id = vote_batch.id
  ) or exists (
    select 1 from vote_batch
    where survey_id = @id and ${isUnfinishedImport}
      and voided_at is null and replaces is not null
  )`;

const isOver = 'exists (select 1 from survey where id = @id and is_correcting = 0)';

export interface CorrectionEnd {
  survey: SurveyRow;
  /** `correction.version` when it was read: with another one nothing ends. */
  version: number;
  /** RANKED_CHOICE only: the result, in which what is pending is counted. */
  count: RunoffCount | undefined;
  /** `revisionWrites`, which keep the figures of a published result from before. */
  revision: readonly BoundStatement[];
}

/**
 * Ends the correction of a survey: all that was pending moves the figures, in one transaction whose length
 * does not depend on the number of votes. The first statement changes a row if the correction ended.
 */
export const finishWrites = ({
  survey: { id },
  version,
  count,
  revision,
}: CorrectionEnd): BoundStatement[] => [
  {
    sql: `update survey set is_correcting = 0,
        ballots = survey.ballots + pending.ballots, imported_ballots = imported_ballots + pending.imported,
        counted_at = nullif(max(coalesce(survey.counted_at, 0), coalesce(pending.counted_at, 0)), 0),
        tally_version = tally_version + pending.version + 1,
        unfinished_imports_reason = iif(exists (
          select 1 from vote_batch
          where survey_id = @id and ${isUnfinishedImport} and voided_at is null
        ), unfinished_imports_reason, null)
      from correction as pending
      where survey.id = @id and pending.survey_id = @id and is_correcting = 1 and pending.version = @version
        and not (${isToBeDone})`,
    params: { id, version },
  },
  ...(count === undefined
    ? []
    : [
        {
          sql: `update survey set runoff_version = tally_version, runoff_ballots = @ballots, runoff_at = @at,
              runoff_complete = state in ('CLOSED', 'PUBLISHED')
            where id = @id and changes() > 0`,
          params: { id, ballots: count.ballots, at: count.at },
        },
        {
          sql: `insert into runoff (survey_id, version, result)
            select id, tally_version, @result from survey where id = @id and changes() > 0
            on conflict (survey_id) do update set version = excluded.version, result = excluded.result`,
          params: { id, result: count.result },
        },
      ]),
  ...revision,
  {
    sql: `update survey_option set votes = votes + pending_votes, mentions = mentions + pending_mentions,
        imported = imported + pending_imported, pending_votes = 0, pending_mentions = 0, pending_imported = 0
      where survey_id = @id and ${isOver}`,
    params: { id },
  },
  {
    sql: `update turnout_hour set votes = votes + pending, pending = 0 where survey_id = @id and pending <> 0 and ${isOver}`,
    params: { id },
  },
  {
    sql: `delete from turnout_hour where survey_id = @id and votes = 0 and ${isOver}`,
    params: { id },
  },
  {
    sql: `update vote_batch set void_finished_at = @now
      where survey_id = @id and ${isUnfinishedImport}
        and voided_at is not null and ${isOver}`,
    params: { id },
  },
  { sql: `delete from correction where survey_id = @id and ${isOver}`, params: { id } },
];
