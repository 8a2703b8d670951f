import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '../../src/db/client.ts';
import { openWriter } from '../../src/db/writer.ts';
import { resultsOfSurveys } from '../../src/result/survey-results.ts';
import { surveyBySlug } from '../../src/survey/queries.ts';
import { paragraph, table } from '../markdown.ts';
import { median } from '../median.ts';
import { digits, whole } from '../numbers.ts';
import { castsPerSecond } from './cast-load.ts';
import { databaseWith } from './database.ts';
import { grownFile, grownSurveys, importIn, writeAnswers } from './importing.ts';
import type { Section } from './setting.ts';

/** Time to read a result and to cast a vote as a survey grows. */
export const sizes: Section = async ({ isQuick, folder, most }) => {
  const [rounds, reads, milliseconds] = isQuick ? [9, 200, 100] : [21, 500, 250];
  const file = grownFile(folder);
  const surveys = grownSurveys(most);
  const db = existsSync(file) ? openDatabase(file) : databaseWith(file, surveys);
  for (const { slug, votes } of surveys) {
    // The section `importing` may have filled the largest survey.
    if (surveyBySlug(db, slug, false)?.ballots === votes) continue;
    const csv = join(folder, `${slug}.csv`);
    await writeAnswers(csv, votes);
    await importIn('ours', file, slug, votes, csv);
  }
  const readMicroseconds = (slug: string): number => {
    const started = performance.now();
    for (let read = 0; read < reads; read += 1) {
      const survey = surveyBySlug(db, slug, false);
      if (survey === undefined || resultsOfSurveys(db, [survey]).size !== 1) {
        throw new Error('There is no result.');
      }
    }
    return ((performance.now() - started) * 1000) / reads;
  };
  const writer = openWriter(file);
  const measured = surveys.map((survey) => ({
    ...survey,
    reads: [] as number[],
    casts: [] as number[],
  }));
  try {
    const castRate = (survey: string) => castsPerSecond(writer, db, { survey, voters: 64, milliseconds });
    for (const { slug } of measured) {
      readMicroseconds(slug);
      await castRate(slug);
    }
    for (let round = 0; round < rounds; round += 1) {
      for (const one of measured) one.reads.push(readMicroseconds(one.slug));
    }
    for (let round = 0; round < rounds; round += 1) {
      for (const one of measured) one.casts.push(await castRate(one.slug));
    }
  } finally {
    await writer.close();
    db.$client.close();
  }
  const [smallest] = measured;
  const ratio = (own: readonly number[], floor: readonly number[] = []) =>
    digits(median(own.map((value, round) => value / (floor[round] ?? Number.NaN))), 2);
  return [
    '## A survey that grows',
    paragraph(`Single choice, the surveys in one database. Reading is \`surveyBySlug\` and
      \`resultsOfSurveys\` without HTTP and GraphQL; casting is \`castVote\` by 64 new voters at
      once. Medians over ${rounds} interleaved rounds; ratios to the smallest.`),
    table(
      ['votes', 'reading a result, µs', 'ratio', 'casts/s', 'time a cast, ratio'],
      measured.map((one) => [
        whole(one.votes),
        digits(median(one.reads), 1),
        `**${ratio(one.reads, smallest?.reads)}**`,
        whole(median(one.casts)),
        `**${ratio(smallest?.casts ?? [], one.casts)}**`,
      ]),
    ),
  ].join('\n\n');
};
