import { stringify } from 'csv-stringify/sync';
import type { SurveyRow } from '../db/tables/survey.ts';
import { type ChannelVotes, channelsOfResult } from '../result/channels.ts';
import { type Outcome, outcome } from '../result/outcome.ts';
import type { SurveyResult } from '../result/survey-result.ts';
import type { ExportFormat } from './export-votes.ts';

export type ExportedChannel = Pick<ChannelVotes, 'channel' | 'votes' | 'share'>;

/** A survey with its result, as far as a file has it. */
export interface ExportedSurvey extends Pick<SurveyRow, 'slug' | 'edition' | 'method'> {
  outcome: Pick<Outcome, 'denominator' | 'revision'>;
  results: readonly (Pick<SurveyResult, 'rank' | 'votes' | 'share'> & {
    narrative: { slug: string; name: string };
    channels: readonly ExportedChannel[] | null;
  })[];
}

/** The results as CSV or JSON Lines, best rank first. */
export function exportResults(
  survey: SurveyRow,
  results: readonly SurveyResult[],
  format: ExportFormat,
): string {
  const exported = {
    ...survey,
    outcome: outcome(survey, results),
    results: results.map((result) => ({ ...result, channels: channelsOfResult(result) })),
  };
  if (format === 'csv') return resultsCsv(exported);
  const channels = new Map(exported.results.map((result) => [result.narrative.slug, result.channels]));
  return recordsOf(exported)
    .map((record) => `${JSON.stringify({ ...record, channels: channels.get(record.narrative) })}\n`)
    .join('');
}

/** New columns come at the end, because readers may go by position. */
const columns = [
  ...['rank', 'narrative', 'votes', 'share', 'votes_api', 'votes_import'],
  ...['name', 'survey', 'edition', 'method', 'base', 'revision'],
];

/**
 * One line for each narrative, best rank first; shares in percent of `base`. What was never published is
 * empty. A text that a spreadsheet would run as a formula begins with an apostrophe.
 */
export const resultsCsv = (survey: ExportedSurvey): string =>
  stringify(
    recordsOf(survey).map((record, index) => ({
      ...record,
      ...Object.fromEntries(
        (survey.results[index]?.channels ?? []).map(({ channel, votes }) => [
          `votes_${channel.toLowerCase()}`,
          votes,
        ]),
      ),
    })),
    { header: true, columns, escape_formulas: true },
  );

const recordsOf = ({ slug, edition, method, outcome, results }: ExportedSurvey) =>
  results.map(({ rank, narrative, votes, share }) => ({
    rank,
    narrative: narrative.slug,
    votes,
    share,
    name: narrative.name,
    survey: slug,
    edition,
    method,
    base: outcome.denominator,
    revision: outcome.revision,
  }));
