import GithubSlugger, { slug } from 'github-slugger';
import type { Definition, Heading, Root, RootContent } from 'mdast';
import { toString as wordsOf } from 'mdast-util-to-string';
import remarkStringify from 'remark-stringify';
import { unified } from 'unified';
import type { ArticleSectionRow } from '../db/tables/article.ts';
import { plainText } from '../text/plain-text.ts';
import { htmlOf, nodesOf, parseMarkdown } from '../text/rich-text.ts';

export type RenderedSection = Omit<ArticleSectionRow, 'articleId' | 'position'>;

const writer = unified().use(remarkStringify).freeze();

/**
 * Renders an article heading by heading, in reading order; the first entry is the text before the first heading, which may be empty.
 * Anchors are unique in the article and depend on the headings alone.
 */
export function sectionsOf(source: string): RenderedSection[] {
  // The parser drops a byte order mark, and every offset would be off by one.
  const markdown = source.replace(/^\uFEFF/, '');
  const { children } = parseMarkdown(markdown);
  const definitions = definitionsOf(children);
  const slugger = new GithubSlugger();
  const headings = children.filter((node) => node.type === 'heading');
  const parts = [undefined, ...headings].map((heading, index) => ({ heading, next: headings[index] }));
  return parts.map(({ heading, next }) => {
    const start = heading === undefined ? 0 : endOf(heading);
    const end = next === undefined ? markdown.length : startOf(next);
    const blocks = children.filter((node) => startOf(node) >= start && endOf(node) <= end);
    return {
      ...(heading === undefined ? noHeading : renderedHeading(heading, markdown, slugger, definitions)),
      markdown: standalone(markdown.slice(start, end), blocks, definitions),
      html: htmlOf(blocks, definitions),
      text: plainText(blocks),
    };
  });
}

const noHeading = { level: 0, anchor: '', heading: '', headingHtml: '', headingMarkdown: '' };

function renderedHeading(
  heading: Heading,
  markdown: string,
  slugger: GithubSlugger,
  definitions: readonly Definition[],
): typeof noHeading {
  const words = wordsOf(heading, { includeHtml: false }).replace(/\s+/g, ' ').trim();
  const [first, last] = [heading.children.at(0), heading.children.at(-1)];
  const html = htmlOf([{ type: 'paragraph', children: heading.children }], definitions);
  return {
    level: heading.depth,
    // A heading of punctuation alone has no slug, and an empty id is none.
    anchor: slugger.slug(slug(words) === '' ? 'section' : words),
    heading: words,
    headingHtml: html.slice('<p>'.length, -'</p>'.length),
    headingMarkdown: first && last ? markdown.slice(startOf(first), endOf(last)).replace(/\s+/g, ' ') : '',
  };
}

/** The part as it was written, with the definitions that its links refer to where these stand elsewhere in the article. */
function standalone(
  part: string,
  blocks: readonly RootContent[],
  definitions: readonly Definition[],
): string {
  const own = new Set(definitionsOf(blocks));
  const used = new Set(
    [...nodesOf(blocks)].flatMap((node) =>
      node.type === 'linkReference' || node.type === 'imageReference' ? [node.identifier] : [],
    ),
  );
  const missing = definitions.filter(
    (definition) => used.delete(definition.identifier) && !own.has(definition),
  );
  const trimmed = part.replace(/^(?:[ \t]*\r?\n)+/, '').trimEnd();
  if (missing.length === 0) return trimmed;
  return `${trimmed}\n\n${writer.stringify({ type: 'root', children: missing }).trimEnd()}`;
}

const definitionsOf = (nodes: readonly RootContent[]): Definition[] =>
  [...nodesOf(nodes)].filter((node) => node.type === 'definition');

// The parser gives every node its place in the source; only trees made by hand have none.
const startOf = ({ position }: Root | RootContent): number => position?.start.offset ?? 0;
const endOf = ({ position }: Root | RootContent): number => position?.end.offset ?? 0;
