import { type Database, openDatabase } from '../../src/db/client.ts';
import { migrate } from '../../src/db/migrate.ts';
import { narrative } from '../../src/db/tables/narrative.ts';
import { survey, surveyOption } from '../../src/db/tables/survey.ts';

export const options = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
export const secret = Buffer.from('a secret of the benchmark, as long as it needs to be');

export interface OpenedSurvey {
  slug: string;
  method: 'SINGLE_CHOICE' | 'APPROVAL' | 'RANKED_CHOICE';
}

/** A database in which these surveys are open for eight options. */
export function databaseWith(file: string, surveys: readonly OpenedSurvey[]): Database {
  const db = openDatabase(file);
  migrate(db);
  const rows = options.map((slug) => ({
    slug,
    name: `The ${slug}`,
    shortName: slug.toUpperCase(),
    summary: '',
    keyPoints: '[]',
    relatedProjects: '[]',
    updatedAt: 0,
  }));
  const narratives = db.insert(narrative).values(rows).returning({ id: narrative.id }).all();
  for (const { slug, method } of surveys) {
    const { id } = db
      .insert(survey)
      .values({
        slug,
        title: slug,
        question: 'Which?',
        state: 'OPEN',
        method,
        maxChoices: method === 'SINGLE_CHOICE' ? 1 : options.length,
        resultSource: 'TALLIED',
        resultsVisibility: 'LIVE',
        isSample: false,
        ballots: 0,
        updatedAt: 0,
      })
      .returning({ id: survey.id })
      .get();
    db.insert(surveyOption)
      .values(
        narratives.map((option, position) => ({ surveyId: id, narrativeId: option.id, position, votes: 0 })),
      )
      .run();
  }
  return db;
}
