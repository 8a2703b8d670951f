import { type OutdatedArticle, outdatedArticle, replaceTexts } from '../article/rendering-writes.ts';
import type { Database } from '../db/client.ts';
import { outdatedDescription, replaceDescription } from '../survey/description-writes.ts';
import type { Fault } from '../text/fault.ts';
import { renderStored } from '../text/renderer.ts';
import { type RenderedBody, type RichText, unrendered } from '../text/rich-text.ts';
import { excessHeading } from '../text/section-limits.ts';
import type { TextKind } from '../text/text-kind.ts';

export interface RenderReport {
  /** How many articles and descriptions were rendered. */
  rendered: number;
  /** Texts that can no longer be rendered, and read as they were written until somebody edits them. */
  unrendered: { kind: 'article' | 'survey'; slug: string; reason: string }[];
}

/**
 * Renders all that an earlier version of the renderer has rendered, to be called once the database is
 * migrated. Each article and each description is a transaction of its own, so that a start that is
 * interrupted goes on where it ended.
 */
export async function renderOutdated(db: Database): Promise<RenderReport> {
  const report: RenderReport = { rendered: 0, unrendered: [] };
  const reportFaults = (kind: 'article' | 'survey', slug: string, [fault]: readonly Fault[]) => {
    if (fault !== undefined) report.unrendered.push({ kind, slug, reason: fault.message });
  };
  let description = outdatedDescription(db, 0);
  while (description !== undefined) {
    const { text, faults } = await rendered('DESCRIPTION', description.markdown);
    replaceDescription(db, description, text);
    reportFaults('survey', description.slug, faults);
    report.rendered += 1;
    description = outdatedDescription(db, description.surveyId);
  }
  let article = outdatedArticle(db, 0);
  while (article !== undefined) {
    reportFaults('article', article.slug, await renderArticle(db, article));
    report.rendered += 1;
    article = outdatedArticle(db, article.id);
  }
  return report;
}

/** Returns why texts of the article cannot be rendered. */
async function renderArticle(db: Database, article: OutdatedArticle): Promise<Fault[]> {
  const body = await renderStored('BODY', article.body);
  const answers: RichText[] = [];
  const faults = body.rendered === undefined ? [...body.faults] : [];
  for (const answer of article.answers) {
    const { text, faults: found } = await rendered('ANSWER', answer);
    answers.push(text);
    faults.push(...found);
  }
  const saved = body.rendered === undefined ? whole(article.body) : bounded(body.rendered);
  replaceTexts(db, article, { body: saved, answers });
  return faults;
}

const whole = (markdown: string): RenderedBody => ({ ...unrendered(markdown), sections: [] });

/** An article with more sections than the schema promises reads as a whole, and has none. */
const bounded = (body: RenderedBody): RenderedBody =>
  excessHeading(body.sections.slice(1).map(({ level }) => level)) === undefined
    ? body
    : { ...body, sections: [] };

/**
 * The text in every form. Rules that an author would have to follow today do not hide what was saved.
 */
async function rendered(
  kind: Exclude<TextKind, 'BODY'>,
  markdown: string,
): Promise<{ text: RichText; faults: readonly Fault[] }> {
  const { faults, rendered } = await renderStored(kind, markdown);
  return rendered === undefined ? { text: unrendered(markdown), faults } : { text: rendered, faults: [] };
}
