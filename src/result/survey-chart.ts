import { chartSize, layOutBars } from '../chart/bar-chart.ts';
import type { SurveyRow } from '../db/tables/survey.ts';
import { outcome } from './outcome.ts';
import { resultChart } from './result-chart.ts';
import { isTiedIn, type SurveyResult } from './survey-result.ts';
import { wilsonInterval } from './wilson-interval.ts';

/** A picture, as an `img` element takes it. */
export interface Image {
  url: string;
  alt: string;
  width: number;
  height: number;
}

const width = 1200;

/**
 * Where the picture of a survey's result is, and what it shows; `results` are undefined while they are
 * hidden.
 */
export function surveyChart(
  survey: SurveyRow,
  results: readonly SurveyResult[] | undefined,
  publicUrl: string,
): Image {
  const chart = resultChart({
    ...survey,
    status: survey.state,
    results: results === undefined ? null : results.map(chartedResult),
    outcome: results === undefined ? null : outcome(survey, results),
  });
  return {
    url: `${publicUrl}/surveys/${survey.slug}/results.svg`,
    alt: chart.description,
    ...chartSize(layOutBars(chart, width), width),
  };
}

const chartedResult = (result: SurveyResult) => ({
  rank: result.rank,
  share: result.share,
  votes: result.votes,
  isTied: isTiedIn(result),
  narrative: result.narrative,
  interval:
    'votes' in result.source
      ? (wilsonInterval(result.source.votes, result.source.denominator, 0.95) ?? null)
      : null,
});
