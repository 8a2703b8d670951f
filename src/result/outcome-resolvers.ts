import { loadForBatch } from '../db/rows/batch.ts';
import type { OutcomeResolvers, RoundResolvers } from '../generated/schema-types.ts';
import { badUserInput } from '../graphql/errors.ts';
import type { Outcome as OutcomeValue } from './outcome.ts';
import { revisionsBySurveyIds } from './revision-queries.ts';
import { roundsOf } from './round.ts';

export const Outcome = {
  revisions: (outcome, { first }, { db }) => {
    const limit = bound(first ?? 10, 100);
    const bySurvey = loadForBatch(outcome, `revisions ${limit}`, (outcomes) =>
      revisionsBySurveyIds(
        db,
        outcomes.map(({ surveyId }) => surveyId),
        limit,
      ),
    );
    return bySurvey.get(outcome.surveyId) ?? [];
  },
  rounds: (outcome, { first }) => allRoundsOf(outcome)?.slice(0, bound(first, 64)) ?? null,
} satisfies Partial<OutcomeResolvers>;

export const Round = {
  results: ({ allResults }, { first }) => allResults.slice(0, bound(first, 64)),
  transfers: ({ allTransfers }, { first }) => allTransfers.slice(0, bound(first, 1056)),
} satisfies Partial<RoundResolvers>;

/** Computed once, however many aliases select the rounds, and only for outcomes whose rounds are selected. */
const allRoundsOf = (outcome: OutcomeValue) =>
  loadForBatch(outcome, 'rounds', () => outcome.runoff && roundsOf(outcome.runoff, outcome.results));

function bound(first: number | null | undefined, maximum: number): number {
  const size = first ?? maximum;
  if (size >= 1 && size <= maximum) return size;
  throw badUserInput(
    'first',
    `\`first\` is ${size}; it must be between 1 and ${maximum}. Ask within that, or omit it.`,
  );
}
