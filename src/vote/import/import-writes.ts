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
  /** The import that this one replaces; its void begins in the same transaction. Null for none. */
  replaces: string | null;
}

/**
 * Begins an import, or resumes one that another run left unfinished; `run` shuts that one out. The audit
 * trail has each run from its start: one that is cut short has written votes too.
 */
export const startWrites = ({ slug, votes, ...start }: ImportStart): BoundStatement[] => [
  {
    sql: `insert into vote_batch (id, survey_id, file_digest, options, run, started_at, rows, votes, blank, faulty, filtered, replaced, replaces)
      select @batch, @surveyId, @fileDigest, @options, @run, @now, @unreadable, 0, 0, @unreadable, 0, 0, @replaces
      from survey where id = @surveyId and iif(@replaces is null, state in ('OPEN', 'CLOSED'), exists (
        select 1 from vote_batch where id = @replaces and voided_at is not null and void_finished_at is null
      ))
      on conflict (survey_id, file_digest) where voided_at is null do update set run = excluded.run
        where finished_at is null and replaces is excluded.replaces
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
      returning sequence, replaces is not null as replaces`,
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
