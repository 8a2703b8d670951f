import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { eq } from 'drizzle-orm';
import { saveArticle } from '../src/article/save-article.ts';
import { type Database, openDatabase } from '../src/db/client.ts';
import { migrate } from '../src/db/migrate.ts';
import { survey, surveyOption } from '../src/db/tables/survey.ts';
import { saveNarrative } from '../src/narrative/save-narrative.ts';
import { saveSurvey } from '../src/survey/save-survey.ts';
import { fingerprint, removeDatabases } from './fingerprint.ts';
import { paragraphs, sentence } from './prose.ts';
import { rendered, renderedTexts } from './rendered.ts';

export const narrativeCount = 40;
export const surveyCount = 12;
const optionsPerSurvey = 10;
const articleCount = 300;
const ballotCount = 1_000_000;

export const narrativeSlug = (place: number): string => `narrative-${place % narrativeCount}`;
export const surveySlug = (place: number): string => `survey-${place % surveyCount}`;

const dayMilliseconds = 86_400_000;
const start = Date.UTC(2024, 0, 1);

export const dataFolder: string = fileURLToPath(new URL('.data/', import.meta.url));

/**
 * Creates the database unless it exists, and returns its file. Its content is always the same. A new
 * migration makes a new database.
 */
export function dataSet(): string {
  const file = `${dataFolder}awards-${fingerprint()}.db`;
  mkdirSync(dataFolder, { recursive: true });
  if (existsSync(file)) return file;
  removeDatabases(dataFolder, 'awards');
  const unfinished = `${dataFolder}unfinished.db`;
  for (const end of ['', '-wal', '-shm']) rmSync(unfinished + end, { force: true });
  const db = openDatabase(unfinished);
  migrate(db);
  db.transaction(() => fill(db));
  db.$client.exec('analyze');
  // Moves the write-ahead log into the file, so that the file can be renamed.
  db.$client.pragma('journal_mode = DELETE');
  db.$client.close();
  renameSync(unfinished, file);
  return file;
}

function fill(db: Database): void {
  for (let place = 0; place < narrativeCount; place += 1) saveNarrative(db, narrative(place), start);
  for (let place = 0; place < surveyCount; place += 1) {
    const survey = surveyWith(place);
    saveSurvey(db, survey, rendered('DESCRIPTION', survey.description), start);
    tally(db, place);
  }
  for (let place = 0; place < articleCount; place += 1) {
    const input = article(place);
    saveArticle(db, input, renderedTexts(input), start);
  }
}

const narrative = (place: number) => ({
  slug: narrativeSlug(place),
  name: `Narrative of ${sentence(place, 3)}`,
  shortName: `N${place}`,
  summary: paragraphs(place, 1),
  keyPoints: [1, 2, 3].map((point) => ({
    title: sentence(place + point, 4),
    body: sentence(place * point, 22),
  })),
  relatedProjects: [1, 2, 3, 4, 5].map((project) => `Project ${place}.${project}`),
});

const surveyWith = (place: number) => ({
  slug: surveySlug(place),
  title: `Top narratives, edition ${place + 1}`,
  question: 'Which narrative moved the market most?',
  description: paragraphs(place, 1),
  method: place % 3 === 2 ? ('APPROVAL' as const) : ('SINGLE_CHOICE' as const),
  maxChoices: place % 3 === 2 ? optionsPerSurvey : 1,
  overvote: 'PASS' as const,
  resultSource: 'TALLIED' as const,
  status: 'PUBLISHED' as const,
  resultsVisibility: 'LIVE' as const,
  opensAt: start + place * dayMilliseconds,
  closesAt: start + (place + 30) * dayMilliseconds,
  publishedAt: start + (place + 31) * dayMilliseconds,
  isSample: false,
  options: Array.from({ length: optionsPerSurvey }, (_, option) => narrativeSlug(place * 3 + option * 4)),
});

/**
 * Sets the counts that the votes would have. The rows of the votes are left out: no operation of the
 * benchmarks reads them.
 */
function tally(db: Database, place: number): void {
  const { id } = db
    .select({ id: survey.id })
    .from(survey)
    .where(eq(survey.slug, surveySlug(place)))
    .get() ?? { id: 0 };
  const ballots = Math.floor(ballotCount / surveyCount) + (place < ballotCount % surveyCount ? 1 : 0);
  const options = db.select().from(surveyOption).where(eq(surveyOption.surveyId, id)).all();
  const weights = options.map((_, option) => 1 / (((option * 7 + place) % optionsPerSurvey) + 1.5));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const votes = weights.map((weight) => Math.floor((ballots * weight) / total));
  // The first option gets the remainder of rounding down, so that votes add up to ballots.
  votes[0] = (votes[0] ?? 0) + ballots - votes.reduce((sum, count) => sum + count, 0);
  for (const [index, option] of options.entries()) {
    db.$client
      .prepare('update survey_option set votes = ? where survey_id = ? and narrative_id = ?')
      .run(votes[index], id, option.narrativeId);
  }
  db.update(survey)
    .set({ ballots, countedAt: start + (place + 30) * dayMilliseconds - 1, tallyVersion: ballots })
    .where(eq(survey.id, id))
    .run();
}

const article = (place: number) => ({
  slug: `article-${place}`,
  title: `${sentence(place, 6)} (${place})`,
  excerpt: sentence(place, 28),
  category: `Category ${place % 6}`,
  author: `Author ${place % 9}`,
  publishedAt: start + place * dayMilliseconds,
  body: [1, 2, 3, 4, 5, 6]
    .flatMap((section) => [
      `## ${sentence(place + section, 4)}`,
      paragraphs(place + section, 3),
      `- ${sentence(section, 9)}\n- ${sentence(place, 9)}`,
    ])
    .join('\n\n'),
  faqs: [1, 2, 3].map((faq) => ({
    question: `${sentence(place + faq, 6)}?`,
    answer: paragraphs(place + faq, 1),
  })),
  disclaimer: 'For information only.',
  survey: surveySlug(place),
  narratives: [0, 1, 2].map((step) => narrativeSlug(place + step * 5)),
  isDraft: false,
});
