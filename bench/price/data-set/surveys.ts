import { eq } from 'drizzle-orm';
import type { Database } from '../../../src/db/client.ts';
import { survey } from '../../../src/db/tables/survey.ts';
import { saveSurvey } from '../../../src/survey/save-survey.ts';
import { surveyInput } from '../../../src/survey/survey-input.ts';
import { type Random, seededRandom } from '../../random.ts';
import { rendered } from '../../rendered.ts';
import { narrativeSlug } from './narratives.ts';
import { paragraph, words } from './words.ts';

/** The most expensive surveys, each for another reason. */
export const surveys = {
  /** Half of all votes; published. */
  single: 'price-single',
  /** Ballots with many choices; published. */
  approval: 'price-approval',
  /** Open, with live results, and with a different ranking in each ballot. */
  ranked: 'price-ranked',
  /** With 20 options, which are eliminated one by one; published. */
  runoff: 'price-runoff',
} as const;

export const surveySlug = (place: number): string => `survey-${place}`;
export const seriesSlug = (place: number): string => `series-${place % seriesCount}`;

const seriesCount = 20;
export const optionCount = 64;
export const runoffOptionCount = 20;

/** One in so many of the other surveys gets votes. */
const votedEvery = 10;

/** When voting opened in all surveys. */
export const opensAt = Date.UTC(2025, 0, 1);
const farAway = Date.UTC(2100, 0, 1);

const firstNarratives = (count: number): string[] =>
  Array.from({ length: count }, (_, place) => narrativeSlug(place));

const special = (slug: string, method: string, options: number, edition: number) => ({
  slug,
  title: `Price: ${slug}`,
  question: 'Which of these moved the market most?',
  description: null,
  series: { slug: 'price', title: 'Price' },
  edition,
  method,
  status: 'OPEN',
  resultsVisibility: 'LIVE',
  opensAt: new Date(opensAt).toISOString(),
  options: firstNarratives(options),
});

function common(place: number, random: Random, narratives: number) {
  const options = random.sample(
    firstNarratives(narratives),
    place % 7 === 0 ? optionCount : random.between(2, 30),
  );
  return {
    slug: surveySlug(place),
    title: words(random, 6).slice(0, 200),
    question: `${words(random, 12).slice(0, 290)}?`,
    description: Array.from({ length: place % 10 === 0 ? 12 : 2 }, () => paragraph(random, 900)).join('\n\n'),
    series: { slug: seriesSlug(place), title: `Series ${place % seriesCount}` },
    edition: 1_950 + Math.floor(place / seriesCount),
    options,
  };
}

/** Four of five surveys are TALLIED, and most of those get published. */
function ordinary(place: number, random: Random, narratives: number) {
  const { options, ...rest } = common(place, random, narratives);
  if (place % 5 === 4) {
    const share = Math.floor(10_000 / options.length) / 100;
    return {
      ...rest,
      resultSource: 'REPORTED',
      status: place % 50 === 4 ? 'DRAFT' : 'PUBLISHED',
      results: options
        .map((narrative, option) => ({ narrative, share: option === 0 ? share : share / 2 }))
        .map(({ narrative, share }) => ({ narrative, share: share.toFixed(2) })),
    };
  }
  const method = random.pick(['SINGLE_CHOICE', 'APPROVAL', 'RANKED_CHOICE']);
  const isScheduled = place % 50 === 1;
  return {
    ...rest,
    options,
    method,
    status: place % 50 === 0 ? 'DRAFT' : isScheduled ? 'SCHEDULED' : 'OPEN',
    resultsVisibility: place % 3 === 0 ? 'AFTER_CLOSE' : 'LIVE',
    opensAt: new Date(isScheduled ? farAway : opensAt).toISOString(),
  };
}

/** Saves all surveys. Those that get votes are open. */
export function fillSurveys(db: Database, count: number, narratives: number, now: number): void {
  const random = seededRandom(2);
  const inputs = [
    special(surveys.single, 'SINGLE_CHOICE', optionCount, 2022),
    special(surveys.approval, 'APPROVAL', optionCount, 2023),
    special(surveys.ranked, 'RANKED_CHOICE', optionCount, 2025),
    special(surveys.runoff, 'RANKED_CHOICE', runoffOptionCount, 2024),
    ...Array.from({ length: count - 4 }, (_, place) => ordinary(place, random, narratives)),
  ];
  for (const one of inputs) {
    const input = surveyInput.parse(one);
    const description = input.description == null ? undefined : rendered('DESCRIPTION', input.description);
    saveSurvey(db, input, description, now);
  }
}

const isOpen = (place: number): boolean => place % 20 === 2;

/** The slugs of the other surveys that get votes. */
export const votedSurveys = (count: number): string[] =>
  Array.from({ length: count - 4 }, (_, place) => place)
    .filter((place) => place % votedEvery === 2)
    .map(surveySlug);

/** The surveys that are over, with what becomes of each. */
function endsOf(db: Database, count: number): [slug: string, end: 'CLOSED' | 'PUBLISHED' | 'CANCELLED'][] {
  const ordinaryEnds = Array.from({ length: count - 4 }, (_, place) => place).flatMap((place) => {
    const slug = surveySlug(place);
    const row = db.select().from(survey).where(eq(survey.slug, slug)).get();
    if (row?.resultSource !== 'TALLIED' || !['OPEN', 'CLOSED'].includes(row.state) || isOpen(place))
      return [];
    const end = place % 50 === 3 ? 'CANCELLED' : place % 11 === 0 ? 'CLOSED' : 'PUBLISHED';
    return [[slug, end] as const];
  });
  return [
    [surveys.single, 'PUBLISHED'],
    [surveys.approval, 'PUBLISHED'],
    [surveys.runoff, 'PUBLISHED'],
    ...ordinaryEnds.map(([slug, end]): [string, typeof end] => [slug, end]),
  ];
}

/** Closes the surveys that are over, after their votes. */
export function closeSurveys(db: Database, count: number, closesAt: number): void {
  for (const [slug, end] of endsOf(db, count)) {
    const state = end === 'CANCELLED' ? end : 'CLOSED';
    db.update(survey).set({ state, closesAt }).where(eq(survey.slug, slug)).run();
  }
}

/** Publishes surveys that are closed, once their rankings are counted. */
export function publishSurveys(db: Database, count: number, publishedAt: number): void {
  for (const [slug, end] of endsOf(db, count)) {
    if (end !== 'PUBLISHED') continue;
    db.update(survey).set({ state: 'PUBLISHED', publishedAt }).where(eq(survey.slug, slug)).run();
  }
}
