import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { eq } from 'drizzle-orm';
import { saveArticle } from '../src/article/save-article.ts';
import { type Database, openDatabase } from '../src/db/client.ts';
import { migrate } from '../src/db/migrate.ts';
import { survey, surveyOption } from '../src/db/tables/survey.ts';
import { saveNarrative } from '../src/narrative/save-narrative.ts';
import { saveSurvey } from '../src/survey/save-survey.ts';
import { render } from '../src/text/render.ts';
import type { Rendered } from '../src/text/rendering.ts';
import type { TextKind } from '../src/text/text-kind.ts';
import { paragraphs, sentence } from './prose.ts';

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

/** Makes the database where it is not there yet, and returns its file. It comes out the same every time. */
export function dataSet(): string {
  const file = `${dataFolder}awards.db`;
  mkdirSync(dataFolder, { recursive: true });
  if (existsSync(file)) {
    const db = openDatabase(file);
    migrate(db);
    db.$client.close();
    return file;
  }
  const unfinished = `${dataFolder}unfinished.db`;
  for (const end of ['', '-wal', '-shm']) rmSync(unfinished + end, { force: true });
  const db = openDatabase(unfinished);
  migrate(db);
  db.transaction(() => fill(db));
  db.$client.exec('analyze');
  // Folds the write-ahead log into the file, which can then be moved.
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
    const answers = input.faqs.map(({ answer }) => rendered('ANSWER', answer));
    saveArticle(db, input, { body: rendered('BODY', input.body), answers }, start);
  }
}

function rendered<Kind extends TextKind>(kind: Kind, markdown: string): Rendered[Kind] {
  const { rendered } = render({ kind, markdown });
  if (rendered === undefined) throw new Error('The prose cannot be rendered.');
  return rendered;
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
  resultSource: 'TALLIED' as const,
  status: 'PUBLISHED' as const,
  resultsVisibility: 'LIVE' as const,
  opensAt: start + place * dayMilliseconds,
  closesAt: start + (place + 30) * dayMilliseconds,
  publishedAt: start + (place + 31) * dayMilliseconds,
  isSample: false,
  options: Array.from({ length: optionsPerSurvey }, (_, option) => narrativeSlug(place * 3 + option * 4)),
});

/** What the votes would have added up to. The rows of the votes themselves are left out: no query of the suite reads them. */
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
  // What rounding down leaves over goes to the first option, so that votes add up to ballots.
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
    .map(
      (section) =>
        `## ${sentence(place + section, 4)}\n\n${paragraphs(place + section, 3)}\n\n- ${sentence(section, 9)}\n- ${sentence(place, 9)}`,
    )
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
