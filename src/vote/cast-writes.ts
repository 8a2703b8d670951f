import type { BoundStatement } from '../db/writer-message.ts';

// The text of these never changes, so that the writer prepares each once. An event names the vote that it
// takes the place of, and the triggers of `vote_event` decide whether it is allowed; when it is not, no
// row comes back.

const event = `insert into vote_event (id, kind, survey_id, voter, choices, at, channel, receipt, replaces)
  select @id, @kind, @surveyId, @voter, @choices, @now, 'API', @receipt,
    (select sequence from vote where survey_id = @surveyId and voter = @voter)`;
const returning = 'returning id, sequence, at, receipt';

const once = `${event} where not exists (select 1 from idempotency_key where survey_id = @surveyId and key_hash = @keyHash) ${returning}`;
const always = `${event} ${returning}`;

const keep = `insert into idempotency_key (survey_id, key_hash, sequence)
  select @surveyId, @keyHash, sequence from vote_event where sequence = last_insert_rowid() and id = @id`;

const replay = `select id, kind, voter, choices, at, receipt, sequence from vote_event
  where sequence = (select sequence from idempotency_key where survey_id = @surveyId and key_hash = @keyHash)`;

export interface VoteEventInput {
  id: string;
  surveyId: number;
  voter: string;
  /** Stored form; null to withdraw. */
  choices: string | null;
  receipt: string | null;
  /** Hash of the caller's key. */
  keyHash: string | undefined;
}

/**
 * One statement; with an idempotency key three, of which the last gives the event that the key belongs
 * for.
 */
export function voteEventWrites({ keyHash, choices, ...input }: VoteEventInput): BoundStatement[] {
  const params = { ...input, choices, kind: choices === null ? 'WITHDRAW' : 'CAST' };
  if (keyHash === undefined) return [{ sql: always, params }];
  const { id, surveyId } = input;
  return [
    { sql: once, params: { ...params, keyHash } },
    { sql: keep, params: { id, surveyId, keyHash } },
    { sql: replay, params: { surveyId, keyHash } },
  ];
}
