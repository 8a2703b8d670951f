import { LRUCache } from 'lru-cache';
import type { Database } from '../db/client.ts';
import type { SurveyRow } from '../db/tables/survey.ts';
import type { OptionTally } from '../survey/option-queries.ts';
import { type InstantRunoffResult, instantRunoff, type RankedOption } from './instant-runoff.ts';
import type { RankingCount } from './ranking.ts';
import { rankingCountsBySurveyIds } from './ranking-queries.ts';

/** An instant runoff, with each option's place and votes at hand. */
export interface RankedResult extends InstantRunoffResult {
  rankedByOption: ReadonlyMap<number, RankedOption>;
}

/** Counts the rankings; options that are certain to lose leave together. */
export function rankedResult(
  options: readonly Pick<OptionTally, 'narrativeId'>[],
  rankingCounts: readonly RankingCount[],
): RankedResult {
  const ids = options.map(({ narrativeId }) => narrativeId);
  const result = instantRunoff(rankingCounts, ids, { batchElimination: true });
  return {
    ...result,
    rankedByOption: new Map(result.ranked.map((entry) => [entry.option, entry])),
  };
}

const maximumKept = 200;

interface Kept {
  /** The figures' version, and the options, which can change while there is no vote. */
  version: string;
  result: RankedResult;
}

const keptByDatabase = new WeakMap<Database, LRUCache<number, Kept>>();

/** The results of the RANKED_CHOICE surveys among these, by survey id; each is counted once for as long as its figures stay. */
export function rankedResultsOfSurveys(
  db: Database,
  surveys: readonly SurveyRow[],
  optionsBySurvey: ReadonlyMap<number, readonly OptionTally[]>,
): Map<number, RankedResult> {
  const ranked = surveys.filter(
    ({ method, resultSource }) => method === 'RANKED_CHOICE' && resultSource === 'TALLIED',
  );
  if (ranked.length === 0) return new Map();
  const kept = keptByDatabase.get(db) ?? new LRUCache<number, Kept>({ max: maximumKept });
  keptByDatabase.set(db, kept);
  const versionOf = ({ id, tallyVersion }: SurveyRow) =>
    `${tallyVersion} ${(optionsBySurvey.get(id) ?? []).map(({ narrativeId }) => narrativeId).join()}`;
  const stale = ranked.filter((survey) => kept.get(survey.id)?.version !== versionOf(survey));
  const counts =
    stale.length === 0
      ? new Map<number, readonly RankingCount[]>()
      : rankingCountsBySurveyIds(
          db,
          stale.map(({ id }) => id),
        );
  const fresh = new Map(
    stale.map((survey) => {
      const result = rankedResult(optionsBySurvey.get(survey.id) ?? [], counts.get(survey.id) ?? []);
      kept.set(survey.id, { version: versionOf(survey), result });
      return [survey.id, result];
    }),
  );
  return new Map(
    ranked.flatMap(({ id }) => {
      const result = fresh.get(id) ?? kept.get(id)?.result;
      return result === undefined ? [] : [[id, result]];
    }),
  );
}
