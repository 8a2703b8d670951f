import type { NarrativeRow } from '../db/tables/narrative.ts';
import type {
  OutcomeResolvers,
  RoundResolvers,
  RoundResultResolvers,
  RoundTieResolvers,
  TransferResolvers,
} from '../generated/schema-types.ts';
import { asBatch, loadForBatch } from '../graphql/batch.ts';
import type { ReadContext } from '../graphql/context.ts';
import { badUserInput } from '../graphql/errors.ts';
import { narrativesByIds } from '../narrative/queries.ts';
import { narrativeIdsOf, type Round as RoundValue } from './round.ts';

export const Outcome = {
  rounds: ({ allRounds }, { first }) => allRounds?.slice(0, bound(first, 64)) ?? null,
} satisfies Partial<OutcomeResolvers>;

export const Round = {
  results: ({ allResults }, { first }) => allResults.slice(0, bound(first, 64)),
  transfers: ({ allTransfers }, { first }) => allTransfers.slice(0, bound(first, 1056)),
  eliminated: (round, _args, { db }) => round.eliminated.map((id) => narrativeIn(round, id, db)),
} satisfies Partial<RoundResolvers>;

export const RoundResult = {
  narrative: ({ round, narrativeId }, _args, { db }) => narrativeIn(round, narrativeId, db),
} satisfies Partial<RoundResultResolvers>;

export const Transfer = {
  from: ({ round, fromId }, _args, { db }) => narrativeIn(round, fromId, db),
  to: ({ round, toId }, _args, { db }) => (toId === undefined ? null : narrativeIn(round, toId, db)),
} satisfies Partial<TransferResolvers>;

export const RoundTie = {
  narratives: ({ round, narrativeIds }, _args, { db }) =>
    narrativeIds.map((id) => narrativeIn(round, id, db)),
} satisfies Partial<RoundTieResolvers>;

/** The narratives of all rounds that were counted together are read together. */
function narrativeIn(round: RoundValue, id: number, db: ReadContext['db']): NarrativeRow {
  const narratives = loadForBatch(round, 'narratives', (rounds) => {
    const byId = narrativesByIds(db, [...new Set(rounds.flatMap(narrativeIdsOf))]);
    asBatch([...byId.values()]);
    return byId;
  });
  const narrative = narratives.get(id);
  // A foreign key keeps every option's narrative in place.
  if (narrative === undefined) throw new Error(`Narrative ${id} is missing.`);
  return narrative;
}

function bound(first: number | null | undefined, maximum: number): number {
  const size = first ?? maximum;
  if (size >= 1 && size <= maximum) return size;
  throw badUserInput(
    'first',
    `\`first\` is ${size}; it must be between 1 and ${maximum}. Ask within that, or omit it.`,
  );
}
