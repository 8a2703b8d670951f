import {
  answersByArticleIds,
  questionsByArticleIds,
  sectionsByArticleIds,
  textsByArticleIds,
} from '../article/part-queries.ts';
import { cutSection } from '../article/section.ts';
import type { Database } from '../db/client.ts';
import { loadForBatch } from '../db/rows/batch.ts';
import type { ArticleRow } from '../db/tables/article.ts';
import type { NarrativeRow } from '../db/tables/narrative.ts';
import type { SurveyRow } from '../db/tables/survey.ts';
import { NarrativeTexts } from '../narrative/narrative-texts.ts';
import { narrativeTextsByIds } from '../narrative/queries.ts';
import { descriptionsBySurveyIds } from '../survey/description-queries.ts';
import { withoutPlaceholders } from '../text/placeholders.ts';
import type { Hit } from './hit.ts';
import { bestPassage, type Passage } from './passage.ts';

/**
 * Where the words of a hit were found. The texts of all hits of a page are read together, those of a kind in
 * one statement.
 */
export const passageOf = (hit: Hit, db: Database): Passage =>
  loadForBatch(hit, 'passages', (hits) => foundPassages(hits, db)).get(hit) ?? { text: '' };

function foundPassages(hits: readonly Hit[], db: Database): Map<Hit, Passage> {
  // What has all words in its title is not looked into any further.
  const wanted = hits.filter(({ place }) => place !== 'title');
  const read = <Text>(kind: Hit['kind'], load: (ids: number[]) => Map<number, Text>): Map<number, Text> => {
    const ids = wanted.filter((hit) => hit.kind === kind).map(({ node }) => node.id);
    return ids.length === 0 ? new Map() : load(ids);
  };
  const texts = {
    narratives: read('NARRATIVE', (ids) => narrativeTextsByIds(db, ids)),
    descriptions: read('SURVEY', (ids) => descriptionsBySurveyIds(db, ids, 'TEXT')),
    articles: read('ARTICLE', (ids) => textsByArticleIds(db, ids, 'TEXT')),
    sections: read('ARTICLE', (ids) => sectionsByArticleIds(db, ids)),
    questions: read('ARTICLE', (ids) => questionsByArticleIds(db, ids)),
    answers: read('ARTICLE', (ids) => answersByArticleIds(db, ids, 'TEXT')),
  };
  return new Map(hits.map((hit) => [hit, bestPassage(passagesOf(hit, texts), hit.words) ?? { text: '' }]));
}

interface Texts {
  narratives: ReturnType<typeof narrativeTextsByIds>;
  descriptions: ReturnType<typeof descriptionsBySurveyIds>;
  articles: ReturnType<typeof textsByArticleIds>;
  sections: ReturnType<typeof sectionsByArticleIds>;
  questions: ReturnType<typeof questionsByArticleIds>;
  answers: ReturnType<typeof answersByArticleIds>;
}

/** The parts of a hit, the title first; they are made as they are looked at. */
function passagesOf({ kind, node }: Hit, texts: Texts): Generator<Passage> {
  if (kind === 'NARRATIVE') return narrativePassages(node, texts);
  return kind === 'SURVEY' ? surveyPassages(node, texts) : articlePassages(node, texts);
}

function* narrativePassages(
  { id, name, shortName }: NarrativeRow,
  { narratives }: Texts,
): Generator<Passage> {
  yield { text: shortName === name ? name : `${name} (${shortName})` };
  const row = narratives.get(id);
  if (row === undefined) return;
  const { summary, keyPoints } = new NarrativeTexts(row);
  yield { text: summary };
  for (const { title, body } of keyPoints) yield { text: `${title} – ${body}` };
}

function* surveyPassages({ id, title, question }: SurveyRow, { descriptions }: Texts): Generator<Passage> {
  yield { text: title };
  yield { text: question };
  yield { text: descriptions.get(id) ?? '' };
}

function* articlePassages(
  { id, title, excerpt }: ArticleRow,
  { articles, sections, questions, answers }: Texts,
): Generator<Passage> {
  yield { text: title };
  yield { text: excerpt };
  const article = articles.get(id) ?? '';
  const rows = sections.get(id) ?? [];
  // One that could not be rendered has no sections.
  if (rows.length === 0) yield { text: withoutPlaceholders(article) };
  for (const row of rows) {
    const { anchor, heading } = row;
    const text = withoutPlaceholders(cutSection(row, 'TEXT', article));
    // What comes before the first heading has none, and no anchor to lead to.
    yield anchor === '' ? { text } : { text: `${heading} – ${text}`, section: { anchor, heading } };
  }
  for (const [index, question] of questions.get(id)?.entries() ?? []) {
    yield { text: `${question} – ${withoutPlaceholders(answers.get(id)?.[index] ?? '')}` };
  }
}
