import type { SurveyRow } from '../db/tables/survey.ts';
import { printable } from './printable.ts';

const isoOf = (time: number | null) => (time === null ? null : new Date(time).toISOString());

/** A survey as `survey list --json` prints it. */
export const surveySummary = (row: SurveyRow) => ({
  slug: row.slug,
  title: row.title,
  status: row.state,
  method: row.method,
  voteCount: row.ballots,
  opensAt: isoOf(row.opensAt),
  closesAt: isoOf(row.closesAt),
  publishedAt: isoOf(row.publishedAt),
});

export const surveyLine = ({ slug, title, status, method, voteCount }: ReturnType<typeof surveySummary>) =>
  printable(
    `${slug}  ${status}  ${method}  ${voteCount === null ? 'reported' : `${voteCount} votes`}  ${title}`,
  );
