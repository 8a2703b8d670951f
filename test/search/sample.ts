import type { Database } from '../../src/db/client.ts';
import { type NarrativeRow, narrative } from '../../src/db/tables/narrative.ts';
import { survey } from '../../src/db/tables/survey.ts';
import { saveDescription } from '../../src/survey/save-survey.ts';

/** Adds a narrative with this slug; the texts that a test does not name are empty. */
export function addNarrative(
  db: Database,
  slug: string,
  texts: Partial<Pick<NarrativeRow, 'id' | 'name' | 'shortName' | 'summary' | 'keyPoints'>> = {},
): void {
  const name = texts.name ?? '';
  db.insert(narrative)
    .values({
      slug,
      name,
      shortName: name,
      summary: '',
      keyPoints: '[]',
      relatedProjects: '[]',
      updatedAt: 0,
      ...texts,
    })
    .run();
}

/** Adds an open survey with this slug. */
export function addSurvey(
  db: Database,
  slug: string,
  {
    description,
    ...texts
  }: Partial<Pick<typeof survey.$inferInsert, 'title' | 'question' | 'state'> & { description: string }> = {},
): void {
  const { id } = db
    .insert(survey)
    .values({
      slug,
      title: '',
      question: '',
      state: 'OPEN',
      method: 'SINGLE_CHOICE',
      maxChoices: 1,
      resultSource: 'TALLIED',
      resultsVisibility: 'LIVE',
      isSample: false,
      ballots: 0,
      updatedAt: 0,
      ...texts,
    })
    .returning({ id: survey.id })
    .get();
  if (description === undefined) return;
  saveDescription(db, id, { markdown: description, html: '', text: description });
}
