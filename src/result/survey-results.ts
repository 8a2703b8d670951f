import type { Database } from '../db/client.ts';
import type { SurveyRow } from '../db/tables/survey.ts';
import { type OptionTally, optionTalliesBySurveyIds } from '../survey/option-queries.ts';
import { isResultVisible } from '../survey/status.ts';
import { competitionRanks } from './rank.ts';
import { type RankedResult, rankedResultsOfSurveys } from './ranked-results.ts';
import {
  reportedDifference,
  reportedShare,
  talliedDifference,
  talliedShare,
  talliedShareExact,
} from './share.ts';
import type { Comparison, SurveyResult } from './survey-result.ts';

/**
 * The results of the surveys by survey id, best rank first, equal ranks by name. A survey whose running
 * result is hidden has no entry.
 */
export function resultsOfSurveys(db: Database, surveys: readonly SurveyRow[]): Map<number, SurveyResult[]> {
  const visible = surveys.filter(isResultVisible);
  const options = optionTalliesBySurveyIds(
    db,
    visible.map(({ id }) => id),
  );
  const ranked = rankedResultsOfSurveys(db, visible, options);
  return new Map(
    visible.map((survey) => [
      survey.id,
      surveyResults(survey, options.get(survey.id) ?? [], ranked.get(survey.id)),
    ]),
  );
}

/** Ranks the options, which come ordered by name, by their figures, or as a runoff has ranked them. */
export function surveyResults(
  survey: SurveyRow,
  listed: readonly OptionTally[],
  ranked?: RankedResult,
): SurveyResult[] {
  const denominator = ranked?.ballots ?? survey.ballots ?? 0;
  // A count that an earlier version has stored says nothing about channels; the next count does.
  const importedBallots = ranked === undefined ? survey.importedBallots : ranked.imported;
  const base = importedBallots === undefined ? null : { votes: denominator, imported: importedBallots };
  const options =
    ranked === undefined ? listed : listed.map((option) => ({ ...option, ...lastVotes(option, ranked) }));
  const figures = options.map(figureOf);
  const ranks =
    ranked === undefined
      ? competitionRanks(figures)
      : options.map(({ narrativeId }) => ranked.rankedByOption.get(narrativeId)?.rank ?? options.length);
  const difference =
    survey.resultSource === 'REPORTED'
      ? reportedDifference
      : (higher: number, lower: number) => talliedDifference(higher, lower, denominator);
  const field: Comparison = { ranks, figures, difference };
  return options
    .map((option, index): SurveyResult => {
      const { votes, imported, reportedShare: basisPoints } = option;
      const rank = ranks[index] ?? options.length;
      const common = {
        survey,
        narrative: option.narrative,
        rank,
        votes,
        runoff: ranked ?? null,
        field,
        index,
      };
      return votes === null
        ? { ...common, ...ofReported(basisPoints ?? 0) }
        : { ...common, imported, base, ...ofTallied(votes, denominator) };
    })
    .sort((left, right) => left.rank - right.rank);
}

const ofReported = (basisPoints: number) => ({
  imported: null,
  base: null,
  share: reportedShare(basisPoints),
  shareExact: null,
  source: { basisPoints },
});

const ofTallied = (votes: number, denominator: number) => ({
  share: talliedShare(votes, denominator),
  shareExact: talliedShareExact(votes, denominator),
  source: { votes, denominator },
});

/** Those of the last round in which the option stood. */
function lastVotes({ narrativeId }: OptionTally, { rankedByOption }: RankedResult) {
  const { votes = 0, imported = 0 } = rankedByOption.get(narrativeId) ?? {};
  return { votes, imported };
}

const figureOf = ({ votes, reportedShare }: OptionTally): number => votes ?? reportedShare ?? 0;
