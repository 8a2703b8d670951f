import type { Database } from '../../db/client.ts';
import type { SurveyRow } from '../../db/tables/survey.ts';
import { rankingsOf } from '../../result/count-queries.ts';
import { instantRunoff } from '../../result/instant-runoff.ts';
import { competitionRanks } from '../../result/rank.ts';
import { parseStoredRanking } from '../../result/ranking.ts';
import { talliedShare } from '../../result/share.ts';
import { optionTalliesBySurveyIds } from '../../survey/option-queries.ts';
import { voterHash } from '../voter.ts';
import { optionsOfBallot, votesByOption } from './check-file.ts';
import type { CheckedFile, ImportPlan, ImportReport, ResultAfter } from './import-plan.ts';
import { votesOfVoters } from './import-queries.ts';

const votersPerQuery = 10_000;

/** What the survey's result would be after the import, and how many votes the file would replace. */
export function resultAfter(
  db: Database,
  secret: Buffer,
  { survey, caller, slugOf }: ImportPlan,
  { ballots, voters, report }: CheckedFile,
): Pick<ImportReport, 'replacedEarlier' | 'result'> {
  const isRanked = survey.method === 'RANKED_CHOICE';
  const replaced: string[] = [];
  for (let from = 0; from < voters.length; from += votersPerQuery) {
    const hashes = voters
      .slice(from, from + votersPerQuery)
      .map((voter) => voterHash(secret, survey.slug, { caller, voter }));
    for (const { ranking, choices } of votesOfVoters(db, survey.id, hashes)) {
      replaced.push(parseStoredRanking(ranking ?? choices).join());
    }
  }
  const changes = new Map(ballots);
  for (const ballot of replaced) changes.set(ballot, (changes.get(ballot) ?? 0) - 1);
  const denominator = (survey.ballots ?? 0) + report.votes - replaced.length;
  const figures = isRanked ? ranked(db, survey, changes) : tallied(db, survey, changes);
  return {
    replacedEarlier: replaced.length,
    result: figures
      .map(
        ({ option, rank, votes }): ResultAfter => ({
          rank,
          narrative: slugOf.get(option) ?? '',
          votes,
          share: talliedShare(votes, denominator),
        }),
      )
      .sort((left, right) => left.rank - right.rank),
  };
}

interface Figure {
  option: number;
  rank: number;
  votes: number;
}

function tallied(db: Database, { id }: SurveyRow, changes: ReadonlyMap<string, number>): Figure[] {
  const added = votesByOption(changes, false);
  const figures = (optionTalliesBySurveyIds(db, [id]).get(id) ?? []).map(({ narrativeId, votes }) => ({
    option: narrativeId,
    votes: (votes ?? 0) + (added.get(narrativeId) ?? 0),
  }));
  const ranks = competitionRanks(figures.map(({ votes }) => votes));
  return figures.map((figure, index) => ({ ...figure, rank: ranks[index] ?? 1 }));
}

function ranked(db: Database, { id }: SurveyRow, changes: ReadonlyMap<string, number>): Figure[] {
  const counts = new Map(changes);
  for (const { ranking, count } of rankingsOf(db.$client, id)) {
    counts.set(ranking.join(), (counts.get(ranking.join()) ?? 0) + count);
  }
  const options = (optionTalliesBySurveyIds(db, [id]).get(id) ?? []).map(({ narrativeId }) => narrativeId);
  const rankings = [...counts].map(([ballot, count]) => ({ ranking: optionsOfBallot(ballot), count }));
  return [...instantRunoff(rankings, options, { batchElimination: true }).ranked];
}
