import { effectiveRanking, type RankCell, type RankingCount } from '../../src/result/ranking.ts';

/**
 * Effective rankings with the number of ballots that hold each; blank ballots are left out. In the database
 * triggers count them, so a test that counts them itself has another way to the same figures.
 */
export function distinctRankings(ballots: Iterable<readonly RankCell[]>): RankingCount[] {
  const counts = new Map<string, RankingCount>();
  for (const cells of ballots) {
    const ranking = effectiveRanking(cells);
    if (ranking.length === 0) continue;
    const key = ranking.join();
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { ranking, count: 1 });
    else known.count += 1;
  }
  return [...counts.values()];
}
