import type { Database } from '../db/client.ts';
import type { SurveyRow } from '../db/tables/survey.ts';
import type { VoteEventRow, VoteRow } from '../db/tables/vote.ts';
import type { Writer } from '../db/writer.ts';
import type { StatementResult } from '../db/writer-message.ts';
import { surveyBySlug } from '../survey/queries.ts';
import { isRefusal, type Refusal } from '../text/refusal.ts';
import { ballot } from './ballot.ts';
import { voteEventWrites } from './cast-writes.ts';
import { optionIdsBySlug, voteEventByKey, votesByVoters } from './queries.ts';
import {
  type BallotRefusal,
  idempotencyConflict,
  surveyNotOpen,
  unknownSurvey,
  type VoteRefusal,
  voteNotFound,
} from './refusal.ts';
import { idempotencyHash, randomId, type VoterReference, voterHash } from './voter.ts';

export interface WithdrawVoteInput extends VoterReference {
  /** The survey's slug. */
  survey: string;
  idempotencyKey?: string | undefined;
}

export interface CastVoteInput extends WithdrawVoteInput {
  /** Slugs of narratives, best first where they are ranked. */
  choices: readonly string[];
}

/** A vote as it was cast; it may have been replaced since when an earlier request is repeated. */
export interface CastVote {
  survey: SurveyRow;
  vote: VoteRow;
  receipt: string;
}

/** In doubt about the time it is unknown whether the survey is open. */
const votesDependOnTime = { dependsOnTime: true } as const;

/** Takes a vote, or the one that replaces it, and answers once it is on disk. Throws UnavailableError. */
export async function castVote(
  writer: Writer,
  db: Database,
  secret: Buffer,
  input: CastVoteInput,
): Promise<CastVote | VoteRefusal | BallotRefusal> {
  const asked = prepare(db, secret, input);
  if (isRefusal(asked)) return asked;
  const { survey, voter, keyHash } = asked;
  const choices = ballotOf(db, survey, input.choices);
  const stored = isRefusal(choices) ? null : JSON.stringify(choices);
  const repeated = keyHash === undefined ? undefined : voteEventByKey(db, survey.id, keyHash);
  if (repeated !== undefined) {
    return isSame(repeated, { kind: 'CAST', voter, choices: stored })
      ? castVoteOf(survey, repeated)
      : idempotencyConflict();
  }
  if (isRefusal(choices)) {
    // Writes scheduled closings: the vote may also be too late.
    await writer.write([], votesDependOnTime);
    const latest = surveyBySlug(db, survey.slug, true) ?? survey;
    return latest.state === 'OPEN' ? choices : surveyNotOpen(latest);
  }
  const { results } = await writer.write(
    voteEventWrites({
      id: randomId(),
      receipt: randomId(),
      surveyId: survey.id,
      voter,
      choices: stored,
      keyHash,
    }),
    votesDependOnTime,
  );
  const asRow = { voter, choices: stored };
  const event = eventOf(results, { kind: 'CAST', ...asRow });
  if (event === 'conflict') return idempotencyConflict();
  if (event !== undefined) return castVoteOf(survey, { ...eventFigures(event), ...asRow });
  const latest = surveyBySlug(db, survey.slug, true) ?? survey;
  const fault = ballotOf(db, latest, input.choices);
  return isRefusal(fault) ? fault : surveyNotOpen(latest);
}

/** Takes the voter's vote out of the count while the survey is open. Throws UnavailableError. */
export async function withdrawVote(
  writer: Writer,
  db: Database,
  secret: Buffer,
  input: WithdrawVoteInput,
): Promise<{ survey: SurveyRow } | VoteRefusal | Refusal<'VOTE_NOT_FOUND'>> {
  const asked = prepare(db, secret, input);
  if (isRefusal(asked)) return asked;
  const { survey, voter, keyHash } = asked;
  const repeated = keyHash === undefined ? undefined : voteEventByKey(db, survey.id, keyHash);
  if (repeated !== undefined) {
    return isSame(repeated, { kind: 'WITHDRAW', voter, choices: null }) ? { survey } : idempotencyConflict();
  }
  const { results } = await writer.write(
    voteEventWrites({ id: randomId(), receipt: null, surveyId: survey.id, voter, choices: null, keyHash }),
    votesDependOnTime,
  );
  const event = eventOf(results, { kind: 'WITHDRAW', voter, choices: null });
  if (event === 'conflict') return idempotencyConflict();
  // Its counts have moved since it was read.
  const latest = surveyBySlug(db, survey.slug, true) ?? survey;
  if (event !== undefined) return { survey: latest };
  return latest.state === 'OPEN' && !votesByVoters(db, [[survey.id, voter]]).has(survey.id)
    ? voteNotFound(survey.slug)
    : surveyNotOpen(latest);
}

interface Asked {
  survey: SurveyRow;
  voter: string;
  keyHash: string | undefined;
}

/** Refuses what can never be accepted; what is open at the moment of writing, the write itself decides. */
function prepare(db: Database, secret: Buffer, input: WithdrawVoteInput): Asked | Refusal<'SURVEY_NOT_OPEN'> {
  const survey = surveyBySlug(db, input.survey, true);
  if (survey === undefined || survey.state === 'DRAFT') return unknownSurvey(input.survey);
  if (survey.state !== 'SCHEDULED' && survey.state !== 'OPEN') return surveyNotOpen(survey);
  const { caller, idempotencyKey } = input;
  return {
    survey,
    voter: voterHash(secret, survey.slug, input),
    keyHash:
      idempotencyKey === undefined ? undefined : idempotencyHash(secret, survey.slug, caller, idempotencyKey),
  };
}

const ballotOf = (db: Database, survey: SurveyRow, choices: readonly string[]): number[] | BallotRefusal =>
  ballot(
    {
      slug: survey.slug,
      method: survey.method,
      maxChoices: survey.maxChoices,
      options: optionIdsBySlug(db, survey.id),
    },
    choices,
  );

type Row = StatementResult['rows'][number];

/** What a request asks for, and an event says. */
type Body = { kind: unknown; voter: unknown; choices: unknown };

const isSame = (event: Partial<Body>, asked: Body): boolean =>
  event.kind === asked.kind && event.voter === asked.voter && event.choices === asked.choices;

/**
 * The event that was written, or the one that the idempotency key stands for, unless that was another
 * request.
 */
function eventOf(results: readonly StatementResult[], asked: Body): Row | 'conflict' | undefined {
  const written = results[0]?.rows[0];
  if (written !== undefined) return written;
  // Of two with the same key at once, the second finds the first here.
  const stored = results[2]?.rows[0];
  if (stored === undefined) return undefined;
  return isSame(stored, asked) ? stored : 'conflict';
}

type EventFigures = Pick<VoteEventRow, 'id' | 'sequence' | 'at' | 'receipt'>;

const eventFigures = ({ id, sequence, at, receipt }: Row): EventFigures => ({
  id: String(id),
  sequence: Number(sequence),
  at: Number(at),
  receipt: String(receipt),
});

function castVoteOf(
  survey: SurveyRow,
  { id, sequence, voter, choices, at, receipt }: EventFigures & Pick<VoteEventRow, 'voter' | 'choices'>,
): CastVote {
  // A CHECK holds that casts have both.
  const [stored, given] = [choices ?? '[]', receipt ?? ''];
  const vote: VoteRow = {
    surveyId: survey.id,
    voter,
    id,
    sequence,
    choices: stored,
    ranking: survey.method === 'RANKED_CHOICE' ? stored : null,
    castAt: at,
    channel: 'API',
    receipt: given,
    batchId: null,
  };
  return { survey, vote, receipt: given };
}
