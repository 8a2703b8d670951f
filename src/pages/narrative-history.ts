import type { HistoryChart } from '../chart/draw-history.ts';
import type { HistoryPictureQuery } from '../generated/operation-types.ts';
import { percent } from '../result/result-chart.ts';

/**
 * The results of a narrative in editions of series, oldest first; without samples and surveys of no series.
 */
export function narrativeHistory({
  name,
  shortName,
  results,
}: NonNullable<HistoryPictureQuery['narrative']>): HistoryChart {
  const points = results.nodes
    .flatMap(({ rank, share, survey }) =>
      survey.edition === null || survey.series === null || survey.isSample
        ? []
        : [{ edition: survey.edition, series: survey.series.title, share, rank }],
    )
    .toSorted((left, right) => left.edition - right.edition);
  const series = [...new Set(points.map((point) => point.series))];
  return {
    title: name,
    subtitle: series.length === 0 ? shortName : `Share of the vote by edition: ${series.join('; ')}`,
    points,
    notice: 'No edition of a series has a result for it yet.',
    description:
      points.length === 0
        ? 'No results yet.'
        : `Share and rank by edition: ${points.map(({ edition, share, rank, series: title }) => `${series.length > 1 ? `${title} ` : ''}${edition} ${percent(share)}, rank ${rank}`).join('; ')}.`,
  };
}
