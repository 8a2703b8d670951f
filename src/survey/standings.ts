import type { Database } from '../db/client.ts';
import type { SurveyRow } from '../db/tables/survey.ts';
import { type OptionFigures, optionsBySurveyIds } from './option-queries.ts';
import { competitionRanks, isTied, marginsToNext } from './rank.ts';
import { type RankedResult, rankedResultsOfSurveys } from './ranked-standings.ts';
import {
  reportedDifference,
  reportedShare,
  type ShareSource,
  talliedDifference,
  talliedShare,
  talliedShareExact,
} from './share.ts';
import type { Standing } from './standing.ts';
import { isResultVisible } from './status.ts';

/** The results of the surveys by survey id, best rank first, equal ranks by name. A survey whose running result is hidden has no entry. */
export function standingsOfSurveys(
  db: Database,
  surveys: readonly SurveyRow[],
  now: number,
): Map<number, Standing[]> {
  const visible = surveys.filter((survey) => isResultVisible(survey, now));
  const options = optionsBySurveyIds(
    db,
    visible.map(({ id }) => id),
  );
  const ranked = rankedResultsOfSurveys(db, visible, options);
  return new Map(
    visible.map((survey) => [
      survey.id,
      standings(survey, options.get(survey.id) ?? [], ranked.get(survey.id)),
    ]),
  );
}

/** Ranks the options, which come ordered by name, by their figures, or as a runoff has ranked them. */
export function standings(
  survey: SurveyRow,
  listed: readonly OptionFigures[],
  ranked?: RankedResult,
): Standing[] {
  const denominator = ranked?.ballots ?? survey.ballots ?? 0;
  const options =
    ranked === undefined ? listed : listed.map((option) => ({ ...option, votes: lastVotes(option, ranked) }));
  const figures = options.map(figureOf);
  const ranks =
    ranked === undefined
      ? competitionRanks(figures)
      : options.map(({ narrativeId }) => ranked.standingByOption.get(narrativeId)?.rank ?? options.length);
  const ties = isTied(ranks);
  const margins = marginsToNext(ranks, figures, (higher, lower) =>
    survey.resultSource === 'REPORTED'
      ? reportedDifference(higher, lower)
      : talliedDifference(higher, lower, denominator),
  );
  return options
    .map((option, index) => ({
      survey,
      narrativeId: option.narrativeId,
      narrativeSlug: option.narrativeSlug,
      rank: ranks[index] ?? options.length,
      votes: option.votes,
      isTied: ties[index] ?? false,
      marginToNext: margins[index] ?? null,
      runoff: ranked ?? null,
      ...sharesOf(option, denominator),
    }))
    .sort((left, right) => left.rank - right.rank);
}

/** Those of the last round in which the option stood. */
const lastVotes = ({ narrativeId }: OptionFigures, ranked: RankedResult): number =>
  ranked.standingByOption.get(narrativeId)?.votes ?? 0;

const figureOf = ({ votes, reportedShare }: OptionFigures): number => votes ?? reportedShare ?? 0;

function sharesOf(
  { votes, reportedShare: basisPoints }: OptionFigures,
  denominator: number,
): { share: number; shareExact: number | null; source: ShareSource } {
  if (votes === null) {
    const source = { basisPoints: basisPoints ?? 0 };
    return { share: reportedShare(source.basisPoints), shareExact: null, source };
  }
  return {
    share: talliedShare(votes, denominator),
    shareExact: talliedShareExact(votes, denominator),
    source: { votes, denominator },
  };
}
