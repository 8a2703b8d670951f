import { LRUCache } from 'lru-cache';
import type { Database } from '../db/client.ts';
import type { SurveyRow } from '../db/tables/survey.ts';
import type { OptionTally } from '../survey/option-queries.ts';
import { isRunoff } from '../survey/status.ts';
import { instantRunoff, type RankedOption } from './instant-runoff.ts';
import { storedRunoffsBySurveyIds } from './runoff-queries.ts';
import { parseStoredRunoff, type StoredRunoffResult } from './stored-runoff.ts';

/** An instant runoff, with each option's place and votes at hand. */
export interface RankedResult extends StoredRunoffResult {
  rankedByOption: ReadonlyMap<number, RankedOption>;
}

const rankedResult = (result: StoredRunoffResult): RankedResult => ({
  ...result,
  rankedByOption: new Map(result.ranked.map((entry) => [entry.option, entry])),
});

const maximumCached = 200;

interface Cached {
  /** The `tallyVersion` that was counted. */
  version: number;
  result: RankedResult;
}

const cacheByDatabase = new WeakMap<Database, LRUCache<number, Cached>>();

/** The last counts of the RANKED_CHOICE surveys among these, by survey id. Each count is read once. */
export function rankedResultsOfSurveys(
  db: Database,
  surveys: readonly SurveyRow[],
  optionsBySurvey: ReadonlyMap<number, readonly OptionTally[]>,
): Map<number, RankedResult> {
  const ranked = surveys.filter(isRunoff);
  if (ranked.length === 0) return new Map();
  const cache = cacheByDatabase.get(db) ?? new LRUCache<number, Cached>({ max: maximumCached });
  cacheByDatabase.set(db, cache);
  const counted = ranked.filter(({ runoffVersion }) => runoffVersion > 0);
  const stale = counted.filter(({ id, runoffVersion }) => cache.get(id)?.version !== runoffVersion);
  const results = new Map(
    counted.flatMap(({ id }) => {
      const cached = cache.get(id);
      return cached === undefined ? [] : [[id, cached.result]];
    }),
  );
  for (const [id, { version, result }] of stale.length === 0
    ? []
    : storedRunoffsBySurveyIds(db, idsOf(stale))) {
    const read = rankedResult(parseStoredRunoff(result));
    cache.set(id, { version, result: read });
    results.set(id, read);
  }
  for (const { id, runoffVersion } of ranked) {
    // Not cached, because the options of a survey without votes can still change.
    if (runoffVersion === 0) results.set(id, emptyResult(optionsBySurvey.get(id) ?? []));
  }
  return results;
}

const idsOf = (surveys: readonly SurveyRow[]): number[] => surveys.map(({ id }) => id);

const emptyResult = (options: readonly OptionTally[]): RankedResult =>
  rankedResult(
    instantRunoff(
      [],
      options.map(({ narrativeId }) => narrativeId),
      { batchElimination: true },
    ),
  );
