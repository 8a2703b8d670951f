import { stringify } from 'csv-stringify/sync';
import type { Database } from '../db/client.ts';
import type { SurveyRow } from '../db/tables/survey.ts';
import type { VoteRow } from '../db/tables/vote.ts';
import { markedWithoutChoice, overvotedRank, parseStoredRanking, skippedRank } from '../result/ranking.ts';
import { optionsBySurveyIds } from '../survey/option-queries.ts';
import { surveyBySlug } from '../survey/queries.ts';
import { castHour } from './cast-hour.ts';
import { noChoiceText, overvoteText } from './import/answer-texts.ts';
import { votePagesBySurveyIds } from './queries.ts';

export type ExportFormat = 'csv' | 'json';

/** The ballots cannot be handed out; the message is for the operator. */
export class ExportRefusedError extends Error {
  override name = 'ExportRefusedError';
}

const votesPerPage = 1000;

/**
 * The ballots of a survey that is over, as pieces of CSV or JSON Lines: random ids, times cut to the
 * hour, in an order unrelated to time, and nothing about voters. Throws ExportRefusedError.
 */
export function* exportVotes(db: Database, slug: string, format: ExportFormat): Generator<string, void> {
  const survey = tallied(db, slug);
  const options = optionsBySurveyIds(db, [survey.id]).get(survey.id) ?? [];
  const slugs = new Map(options.map(({ narrative }) => [narrative.id, narrative.slug]));
  const width = widthOf(db, survey);
  const textOf = ({ id, castAt, channel, choices }: VoteRow): string => {
    const cells = parseStoredRanking(choices).map((cell) => {
      if (cell === skippedRank) return null;
      if (cell === overvotedRank) return overvoteText;
      return cell === markedWithoutChoice ? noChoiceText : (slugs.get(cell) ?? null);
    });
    const at = new Date(castHour(castAt)).toISOString();
    return format === 'json'
      ? `${JSON.stringify({ id, castAt: at, channel, choices: cells })}\n`
      : stringify([[id, at, channel, ...Array.from({ length: width }, (_, place) => cells[place] ?? '')]]);
  };
  if (format === 'csv') {
    const names = Array.from({ length: width }, (_, place) => `choice_${place + 1}`);
    yield stringify([['id', 'cast_at', 'channel', ...names]]);
  }
  for (const rows of pagesOfVotes(db, survey.id)) yield rows.map(textOf).join('');
}

function tallied(db: Database, slug: string): SurveyRow {
  const survey = surveyBySlug(db, slug, true);
  if (survey === undefined) throw new ExportRefusedError(`There is no survey \`${slug}\`.`);
  if (survey.resultSource === 'REPORTED') {
    throw new ExportRefusedError(
      `The survey \`${slug}\` has a reported result; its ballots were never here.`,
    );
  }
  if (survey.state !== 'CLOSED' && survey.state !== 'PUBLISHED') {
    throw new ExportRefusedError(
      `The survey \`${slug}\` is ${survey.state}; ballots are exported once it is CLOSED or PUBLISHED.`,
    );
  }
  if (survey.isCorrecting) {
    throw new ExportRefusedError(
      `An import of the survey \`${slug}\` is being voided or replaced; its ballots are exported once that has come to its end.`,
    );
  }
  return survey;
}

function* pagesOfVotes(db: Database, surveyId: number): Generator<VoteRow[], void> {
  let after: readonly [string, number] | undefined;
  for (;;) {
    const page = { size: votesPerPage, isBackward: false, after, before: undefined };
    const read = votePagesBySurveyIds(db, [surveyId], page).get(surveyId) ?? [];
    const rows = read.slice(0, votesPerPage);
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (read.length <= votesPerPage || last === undefined) return;
    after = [last.id, surveyId];
  }
}

/** The longest ballot: an imported one may have more ranks than it names options. */
function widthOf(db: Database, { id, method, maxChoices }: SurveyRow): number {
  if (method !== 'RANKED_CHOICE') return maxChoices;
  let width = 1;
  for (const rows of pagesOfVotes(db, id)) {
    for (const { choices } of rows) width = Math.max(width, parseStoredRanking(choices).length);
  }
  return width;
}
