import type { Database } from '../../src/db/client.ts';
import { storedRunoffsBySurveyIds } from '../../src/result/runoff-queries.ts';
import { runoffWrites } from '../../src/result/runoff-writes.ts';
import { surveyBySlug } from '../../src/survey/queries.ts';
import { voteEventWrites } from '../../src/vote/cast-writes.ts';
import { optionIdsBySlug } from '../../src/vote/queries.ts';
import { randomId } from '../../src/vote/voter.ts';
import { type Random, seededRandom } from '../random.ts';

const random: Random = seededRandom(9);

/**
 * Casts a ranking of all options into the open survey, and stores a count with it, on a connection of this
 * process: neither takes CPU of the server. The count is the last one under a new version, since the server
 * would need a second for a real one, and its garbage collector would work during the requests that are
 * measured.
 */
export const castInto = (db: Database, slug: string, voter: string): void =>
  db.$client.transaction(() => {
    cast(db, slug, voter);
    storeCount(db, slug);
  })();

function cast(db: Database, slug: string, voter: string): void {
  const survey = surveyOf(db, slug);
  const options = [...optionIdsBySlug(db, survey.id).values()];
  const [write] = voteEventWrites({
    id: randomId(),
    receipt: randomId(),
    surveyId: survey.id,
    voter,
    choices: JSON.stringify(random.sample(options, options.length)),
    keyHash: undefined,
  });
  if (write === undefined) throw new Error('A vote is written by at least one statement.');
  const written = db.$client.prepare(write.sql).all({ ...write.params, now: Date.now() });
  if (written.length !== 1) throw new Error(`The log refused a vote in ${slug}.`);
}

function storeCount(db: Database, slug: string): void {
  const { id, tallyVersion, ballots, countedAt } = surveyOf(db, slug);
  const last = storedRunoffsBySurveyIds(db, [id]).get(id);
  if (last === undefined) throw new Error(`${slug} is not counted.`);
  const writes = runoffWrites({
    surveyId: id,
    version: tallyVersion,
    ballots: ballots ?? 0,
    at: countedAt,
    isComplete: false,
    result: last.result,
  });
  for (const { sql, params } of writes) db.$client.prepare(sql).run(params);
}

function surveyOf(db: Database, slug: string) {
  const survey = surveyBySlug(db, slug, false);
  if (survey === undefined) throw new Error(`There is no survey ${slug}.`);
  return survey;
}
