import { articleInput } from '../../src/article/article-input.ts';
import { saveArticle } from '../../src/article/save-article.ts';
import type { Database } from '../../src/db/client.ts';
import { saveSurvey } from '../../src/survey/save-survey.ts';
import { surveyInput } from '../../src/survey/survey-input.ts';
import { type Random, seededRandom } from '../random.ts';
import { rendered, renderedTexts } from '../rendered.ts';
import { articleSlug } from './data-set/articles.ts';
import { markdown } from './data-set/markdown.ts';
import { narrativeSlug } from './data-set/narratives.ts';
import { optionCount, surveys } from './data-set/surveys.ts';
import { paragraph, words } from './data-set/words.ts';

/** An input of a mutation. It differs from turn to turn, so that every turn does the same work. */
export interface MutationCase {
  name: string;
  inputAt: (turn: number) => Record<string, unknown>;
  /** Writes what the mutation needs. */
  prepare?: (stage: Stage, turn: number) => void;
}

/** What `prepare` writes with, without the server. */
export interface Stage {
  db: Database;
  /** Casts a ranking into the open survey, for a voter of the key. */
  castFor: (voter: string) => void;
}

/** Characters of one long text in a body of at most 64 KB. */
const longest = 58_000;

const repeated = (part: string): string =>
  part.repeat(Math.floor(longest / (JSON.stringify(part).length - 2)));

/** The most expensive texts of their length, and ordinary prose. */
const texts: Readonly<Record<string, (random: Random) => string>> = {
  prose: (random) => markdown(random, { characters: longest - 4_000, placeholders: [] }),
  words: (random) => paragraph(random, longest),
  emphasis: () => repeated('**a** *b*\n\n'),
  links: () => repeated('[a](b)\n\n'),
  'long table': () => `|a|b|\n|-|-|\n${repeated('|a|b|\n')}`,
  'list items': () => repeated('- a\n'),
  'nested lists': () =>
    repeated(`${Array.from({ length: 12 }, (_, depth) => `${'  '.repeat(depth)}- a\n`).join('')}\n`),
  'references to definitions': () => `${repeated('[a] ').slice(0, longest - 20)}\n\n[a]: b\n`,
  headings: () => Array.from({ length: 120 }, (_, place) => `## ${place} ${'*a* '.repeat(110)}`).join('\n\n'),
  'code and breaks': () => repeated('`a`\\\n'),
};

const narratives = Array.from({ length: optionCount }, (_, place) => narrativeSlug(place));

const articleWith = (slug: string, body: string) => ({
  slug,
  title: 'A title',
  excerpt: 'An excerpt.',
  category: 'Category 0',
  author: 'Author 0',
  body,
  narratives,
});

const faqs = (random: Random) =>
  Array.from({ length: 32 }, () => ({ question: `${words(random, 8)}?`, answer: paragraph(random, 1_500) }));

const narrativeWith = (slug: string, random: Random) => ({
  slug,
  name: words(random, 8).slice(0, 120),
  shortName: words(random, 2).slice(0, 40),
  summary: paragraph(random, 1_990),
  keyPoints: Array.from({ length: 12 }, () => ({
    title: words(random, 8).slice(0, 120),
    body: paragraph(random, 590),
  })),
  relatedProjects: Array.from({ length: 24 }, (_, place) => `Project ${place}`),
});

const surveyWith = (slug: string, description: string) => ({
  slug,
  title: 'A title',
  question: 'Which?',
  description,
  method: 'RANKED_CHOICE' as const,
  options: narratives,
});

const newSurvey =
  (status: 'DRAFT' | 'OPEN') =>
  ({ db }: Stage, turn: number): void => {
    const input = surveyInput.parse({ ...surveyWith(`step-${turn}`, 'Text'), status });
    saveSurvey(db, input, rendered('DESCRIPTION', 'Text'), Date.now());
  };

const closedSurvey = (stage: Stage, turn: number): void => {
  newSurvey('OPEN')(stage, turn);
  stage.db.$client.prepare("update survey set state = 'CLOSED' where slug = ?").run(`step-${turn}`);
};

const step = (turn: number) => ({ survey: `step-${turn}` });
const unknownStep: MutationCase = { name: 'unknown survey', inputAt: () => ({ survey: 'unknown' }) };
const wrongStep: MutationCase = { name: 'wrong state', inputAt: () => ({ survey: surveys.single }) };

const ballot = (turn: number) => ({ survey: surveys.ranked, voter: `voter ${turn}`, choices: narratives });

/**
 * The inputs for each field of Mutation, at least one for every type of its union.
 */
export const mutationCases: Readonly<Record<string, readonly MutationCase[]>> = {
  createArticle: [
    {
      name: 'questions',
      inputAt: (turn) => ({
        ...articleWith(`created-questions-${turn}`, 'Text'),
        faqs: faqs(seededRandom(turn)),
      }),
    },
    { name: 'invalid', inputAt: () => ({ ...articleWith('created', '# Title'), title: '' }) },
    { name: 'slug taken', inputAt: () => articleWith(articleSlug(7), 'Text') },
    {
      name: 'unknown narrative',
      inputAt: (turn) => ({ ...articleWith(`created-${turn}`, 'Text'), narratives: ['unknown'] }),
    },
    ...Object.entries(texts).map(([name, textOf]) => {
      const body = textOf(seededRandom(6));
      return {
        name,
        inputAt: (turn: number) => articleWith(`created-${name.replaceAll(' ', '-')}-${turn}`, body),
      };
    }),
  ],
  updateArticle: [
    {
      name: 'title of a long article',
      inputAt: (turn) => ({ slug: articleSlug(7), title: `Title ${turn}` }),
    },
    {
      name: 'long body',
      inputAt: (turn) => ({
        slug: articleSlug(15),
        body: markdown(seededRandom(turn), { characters: longest - 4_000, placeholders: [] }),
      }),
    },
    { name: 'invalid', inputAt: () => ({ slug: articleSlug(7), title: '' }) },
    { name: 'not found', inputAt: () => ({ slug: 'unknown', title: 'Title' }) },
    { name: 'unknown narrative', inputAt: () => ({ slug: articleSlug(7), narratives: ['unknown'] }) },
  ],
  publishArticle: [
    {
      name: 'long draft',
      prepare: ({ db }, turn) => {
        const body = markdown(seededRandom(turn), { characters: longest, placeholders: [] });
        const input = articleInput.parse({ ...articleWith(`draft-${turn}`, body), isDraft: true });
        saveArticle(db, input, renderedTexts(input), Date.now());
      },
      inputAt: (turn) => ({ article: `draft-${turn}` }),
    },
    { name: 'not found', inputAt: () => ({ article: 'unknown' }) },
  ],
  createNarrative: [
    { name: 'long', inputAt: (turn) => narrativeWith(`created-${turn}`, seededRandom(turn)) },
    {
      name: 'invalid',
      inputAt: (turn) => ({ ...narrativeWith(`created-${turn}`, seededRandom(turn)), name: '' }),
    },
    { name: 'slug taken', inputAt: (turn) => narrativeWith(narrativeSlug(0), seededRandom(turn)) },
  ],
  updateNarrative: [
    { name: 'long', inputAt: (turn) => narrativeWith(narrativeSlug(100), seededRandom(turn)) },
    {
      name: 'in every second article',
      inputAt: (turn) => ({ slug: narrativeSlug(0), name: `Name ${turn}` }),
    },
    { name: 'invalid', inputAt: () => ({ slug: narrativeSlug(0), name: '' }) },
    { name: 'not found', inputAt: () => ({ slug: 'unknown', name: 'Name' }) },
  ],
  createSurvey: [
    {
      name: 'long',
      inputAt: (turn) =>
        surveyWith(`created-${turn}`, markdown(seededRandom(turn), { characters: 17_000, placeholders: [] })),
    },
    {
      name: 'long table',
      inputAt: (turn) => surveyWith(`created-table-${turn}`, `|a|b|\n|-|-|\n${'|a|b|\n'.repeat(3_000)}`),
    },
    { name: 'invalid', inputAt: () => ({ ...surveyWith('created', 'Text'), title: '' }) },
    { name: 'slug taken', inputAt: () => surveyWith(surveys.single, 'Text') },
    {
      name: 'unknown narrative',
      inputAt: (turn) => ({
        ...surveyWith(`created-${turn}`, 'Text'),
        options: ['unknown', narrativeSlug(0)],
      }),
    },
  ],
  updateSurvey: [
    {
      name: 'long',
      prepare: newSurvey('DRAFT'),
      inputAt: (turn) => ({
        slug: `step-${turn}`,
        description: markdown(seededRandom(turn), { characters: 17_000, placeholders: [] }),
      }),
    },
    { name: 'title of many votes', inputAt: (turn) => ({ slug: surveys.single, title: `Title ${turn}` }) },
    {
      name: 'invalid',
      prepare: newSurvey('DRAFT'),
      inputAt: (turn) => ({ slug: `step-${turn}`, title: '' }),
    },
    { name: 'not found', inputAt: () => ({ slug: 'unknown', title: 'Title' }) },
    {
      name: 'unknown narrative',
      prepare: newSurvey('DRAFT'),
      inputAt: (turn) => ({ slug: `step-${turn}`, options: ['unknown', narrativeSlug(0)] }),
    },
    { name: 'not editable', inputAt: () => ({ slug: surveys.single, method: 'APPROVAL' }) },
  ],
  scheduleSurvey: [
    {
      name: 'draft',
      prepare: newSurvey('DRAFT'),
      inputAt: (turn) => ({ ...step(turn), opensAt: '2100-01-01T00:00:00Z' }),
    },
    {
      name: 'in the past',
      prepare: newSurvey('DRAFT'),
      inputAt: (turn) => ({ ...step(turn), opensAt: '2000-01-01T00:00:00Z' }),
    },
    unknownStep,
    wrongStep,
  ],
  openSurvey: [
    { name: 'draft', prepare: newSurvey('DRAFT'), inputAt: step },
    {
      name: 'closed in the past',
      prepare: newSurvey('DRAFT'),
      inputAt: (turn) => ({ ...step(turn), closesAt: '2000-01-01T00:00:00Z' }),
    },
    unknownStep,
    wrongStep,
  ],
  closeSurvey: [{ name: 'open', prepare: newSurvey('OPEN'), inputAt: step }, unknownStep, wrongStep],
  publishSurvey: [{ name: 'closed', prepare: closedSurvey, inputAt: step }, unknownStep, wrongStep],
  cancelSurvey: [
    { name: 'open', prepare: newSurvey('OPEN'), inputAt: (turn) => ({ ...step(turn), reason: 'A reason' }) },
    unknownStep,
    wrongStep,
  ],
  castVote: [
    {
      name: 'ranking of all options',
      inputAt: (turn) => ({ ...ballot(turn), idempotencyKey: `key ${turn}` }),
    },
    { name: 'replaced', inputAt: (turn) => ({ ...ballot(0), choices: narratives.slice(turn % 50) }) },
    { name: 'closed', inputAt: (turn) => ({ ...ballot(turn), survey: surveys.single }) },
    { name: 'unknown choice', inputAt: (turn) => ({ ...ballot(turn), choices: ['unknown'] }) },
    { name: 'no choice', inputAt: (turn) => ({ ...ballot(turn), choices: [] }) },
    {
      name: 'too many choices',
      inputAt: (turn) => ({ ...ballot(turn), choices: [...narratives, narrativeSlug(65)] }),
    },
    {
      name: 'choice twice',
      inputAt: (turn) => ({ ...ballot(turn), choices: [narrativeSlug(0), narrativeSlug(0)] }),
    },
    {
      name: 'key of another request',
      inputAt: (turn) => ({ ...ballot(turn), idempotencyKey: 'always the same' }),
    },
  ],
  withdrawVote: [
    {
      name: 'cast before',
      prepare: ({ castFor }, turn) => castFor(withdrawn(turn)),
      inputAt: (turn) => ({ survey: surveys.ranked, voter: withdrawn(turn) }),
    },
    { name: 'no vote', inputAt: (turn) => ({ survey: surveys.ranked, voter: `absent ${turn}` }) },
    { name: 'closed', inputAt: () => ({ survey: surveys.single, voter: 'voter' }) },
    {
      name: 'key of another request',
      inputAt: (turn) => ({
        survey: surveys.ranked,
        voter: `voter ${turn}`,
        idempotencyKey: 'always the same',
      }),
    },
  ],
};

const withdrawn = (turn: number): string => `withdrawn ${turn}`;
