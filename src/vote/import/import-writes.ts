import type { BoundStatement } from '../../db/writer-message.ts';
import type { RowCounts } from './import-plan.ts';

/** A vote as it is written. `castAt` is null where the file does not say when it was cast. */
export type ImportRow = readonly [
  id: string,
  voter: string,
  choices: string,
  receipt: string,
  castAt: number | null,
];

export interface ImportStart {
  batch: string;
  run: string;
  surveyId: number;
  fileDigest: string;
  options: string;
  /** Rows that broke the rules of CSV, which are counted at the start. */
  unreadable: number;
  /** The survey's slug, and how many votes the checked file has, for the audit trail. */
  slug: string;
  votes: number;
}

/**
 * Begins an import, or resumes one that another run left unfinished; `run` shuts that one out. The audit
 * trail has each run from its start: one that is cut short has written votes too.
 */
export const startWrites = ({ slug, votes, ...start }: ImportStart): BoundStatement[] => [
  {
    sql: `insert into vote_batch (id, survey_id, file_digest, options, run, started_at, rows, votes, blank, faulty, filtered, replaced)
      select @batch, @surveyId, @fileDigest, @options, @run, @now, @unreadable, 0, 0, @unreadable, 0, 0
      from survey where id = @surveyId and state in ('OPEN', 'CLOSED')
      on conflict (survey_id, file_digest) where voided_at is null do update set run = excluded.run where finished_at is null
      returning id, rows, options`,
    params: { ...start },
  },
  {
    sql: `insert into audit_entry (at, actor, action, subject, slug, after)
      select @now, 'cli', 'importVotes', 'Survey', @slug,
        json_object('import', id, 'votes', cast(@votes as integer))
      from vote_batch where survey_id = @surveyId and file_digest = @fileDigest and voided_at is null and run = @run`,
    params: { slug, votes, surveyId: start.surveyId, fileDigest: start.fileDigest, run: start.run },
  },
];

export interface ImportPart extends Omit<RowCounts, 'rows' | 'votes'> {
  batch: string;
  run: string;
  surveyId: number;
  /** Rows of the file before this part, and up to its end. */
  from: number;
  to: number;
  rows: readonly ImportRow[];
}

/**
 * The next rows, and how far the import has come by them. A vote that the log refuses leaves the sum of
 * the rows unequal to their number, which a CHECK of `vote_batch` refuses: then nothing of the part is
 * written.
 */
export const partWrites = ({ surveyId, rows, ...part }: ImportPart): BoundStatement[] => [
  {
    sql: `insert into vote_event (id, kind, survey_id, voter, choices, at, cast_at, channel, receipt, batch_id, replaces)
      select row.value ->> 0, 'CAST', @surveyId, row.value ->> 1, row.value ->> 2, @now, row.value ->> 4, 'IMPORT',
        row.value ->> 3, @batch,
        (select sequence from vote where survey_id = @surveyId and voter = row.value ->> 1)
      from json_each(@rows) as row
      where exists (select 1 from vote_batch where id = @batch and run = @run and rows = @from and voided_at is null)
      returning replaces is not null as replaces`,
    params: { batch: part.batch, run: part.run, surveyId, from: part.from, rows: JSON.stringify(rows) },
  },
  {
    sql: `update vote_batch set rows = @to, votes = votes + changes(), blank = blank + @blank, faulty = faulty + @faulty,
        filtered = filtered + @filtered, replaced = replaced + @replaced
      where id = @batch and run = @run and rows = @from and voided_at is null`,
    params: { ...part },
  },
];

export const finishWrite = (batch: string, run: string, rows: number): BoundStatement => ({
  sql: 'update vote_batch set finished_at = @now where id = @batch and run = @run and rows = @rows',
  params: { batch, run, rows },
});

/**
 * Takes all votes of an import out of the count. Where a vote had replaced one that was not voided, that
 * one counts again: the chain of replaced events is followed back past those that were voided.
 */
export const voidWrites = (batch: string): BoundStatement => ({
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
    from vote where batch_id = @batch and exists (select 1 from vote_batch where id = @batch and voided_at is not null)`,
  params: { batch },
});

/** How many earlier votes count again: of the events that the statement before has appended to the log. */
export const restoredCount: BoundStatement = {
  sql: `select count(restores) as restored from vote_event
    where sequence > last_insert_rowid() - changes() and sequence <= last_insert_rowid()`,
  params: {},
};

export const voidBatchWrite = (batch: string, reason: string): BoundStatement => ({
  sql: `update vote_batch set voided_at = @now, void_reason = @reason
    where id = @batch and voided_at is null
      and exists (select 1 from survey where id = vote_batch.survey_id and state in ('OPEN', 'CLOSED', 'PUBLISHED'))
    returning survey_id, votes`,
  params: { batch, reason },
});
