import { eq } from 'drizzle-orm';
import { loadContent } from '../../src/content/load-content.ts';
import type { Database } from '../../src/db/client.ts';
import { narrative } from '../../src/db/tables/narrative.ts';
import { survey, surveyOption } from '../../src/db/tables/survey.ts';
import { emptyDatabase } from '../support/database.ts';
import { contentFolder, now } from './sample.ts';

export async function loadedDatabase(): Promise<Database> {
  const db = emptyDatabase();
  await loadContent(db, contentFolder(), { now });
  return db;
}

export const load = (db: Database, files: Record<string, string | null>, force = false) =>
  loadContent(db, contentFolder(files), { now: now + 1, force });

export const optionsOf = (db: Database, slug: string) =>
  db
    .select({
      slug: narrative.slug,
      position: surveyOption.position,
      votes: surveyOption.votes,
      reportedShare: surveyOption.reportedShare,
    })
    .from(surveyOption)
    .innerJoin(survey, eq(survey.id, surveyOption.surveyId))
    .innerJoin(narrative, eq(narrative.id, surveyOption.narrativeId))
    .where(eq(survey.slug, slug))
    .orderBy(surveyOption.position)
    .all();

export const surveyNamed = (db: Database, slug: string) =>
  db.select().from(survey).where(eq(survey.slug, slug)).get();

/** As if people had voted for every option of the survey `play`. */
export function countVotes(db: Database): void {
  db.update(surveyOption).set({ votes: 2 }).where(eq(surveyOption.votes, 0)).run();
  db.update(survey).set({ ballots: 6, countedAt: now }).where(eq(survey.slug, 'play')).run();
}
