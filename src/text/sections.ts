import GithubSlugger, { slug } from 'github-slugger';
import type { Heading, Root, RootContent } from 'mdast';
import { toString as wordsOf } from 'mdast-util-to-string';
import remarkStringify from 'remark-stringify';
import { unified } from 'unified';
import { type Definitions, definitionsOf, htmlOf, usedDefinitions } from './markdown.ts';
import { plainText } from './plain-text.ts';
import type { RenderedBody, RenderedSection } from './rich-text.ts';

const writer = unified().use(remarkStringify).freeze();

/**
 * Renders a parsed article heading by heading. Anchors are unique in the article and depend on the headings
 * alone. `markdown` is what was parsed.
 */
export function renderBody(markdown: string, blocks: readonly RootContent[]): RenderedBody {
  const definitions = definitionsOf(blocks);
  const slugger = new GithubSlugger();
  const headings = blocks.filter((node) => node.type === 'heading');
  const parts = [undefined, ...headings].map((heading, index) => ({ heading, next: headings[index] }));
  const html = new Parts('\n');
  const text = new Parts('\n\n');
  const sections = parts.map(({ heading, next }): RenderedSection => {
    const start = heading === undefined ? 0 : endOf(heading);
    const end = next === undefined ? markdown.length : startOf(next);
    const own = blocks.filter((node) => startOf(node) >= start && endOf(node) <= end);
    const head = heading === undefined ? noHeading : headOf(heading, slugger);
    if (heading !== undefined) html.add(headingHtml(heading, head.anchor, definitions));
    text.add(head.heading);
    const [htmlStart, htmlEnd] = html.add(htmlOf(own, definitions));
    const [textStart, textEnd] = text.add(plainText(own));
    const [markdownStart, markdownEnd] = trimmed(markdown, start, end);
    return {
      ...head,
      ...{ markdownStart, markdownEnd, htmlStart, htmlEnd, textStart, textEnd },
      definitions: missingDefinitions(own, definitions),
    };
  });
  return { markdown, html: html.text, text: text.text, sections };
}

/** A text that grows part by part; parts that are empty leave no separator behind. */
class Parts {
  readonly #separator: string;
  text = '';

  constructor(separator: string) {
    this.#separator = separator;
  }

  /** Returns where the part is. */
  add(part: string): [start: number, end: number] {
    if (part !== '' && this.text !== '') this.text += this.#separator;
    const start = this.text.length;
    this.text += part;
    return [start, this.text.length];
  }
}

const noHeading = { level: 0, anchor: '', heading: '' };

function headOf(heading: Heading, slugger: GithubSlugger): typeof noHeading {
  const words = wordsOf(heading, { includeHtml: false }).replace(/\s+/g, ' ').trim();
  // A heading of punctuation alone has no slug, and an empty id is not valid.
  return {
    level: heading.depth,
    anchor: slugger.slug(slug(words) === '' ? 'section' : words),
    heading: words,
  };
}

function headingHtml({ depth, children }: Heading, anchor: string, definitions: Definitions): string {
  const html = htmlOf([{ type: 'paragraph', children }], definitions);
  return `<h${depth} id="${anchor}">${html.slice('<p>'.length, -'</p>'.length)}</h${depth}>`;
}

/** Where the part is, without the empty lines around it. */
function trimmed(markdown: string, start: number, end: number): [start: number, end: number] {
  const part = markdown.slice(start, end);
  const [empty = ''] = /^(?:[ \t]*\r?\n)+/.exec(part) ?? [];
  return [start + empty.length, start + Math.max(part.trimEnd().length, empty.length)];
}

/**
 * The definitions that links of the part refer to and that are elsewhere in the article; empty when there are
 * none.
 */
function missingDefinitions(blocks: readonly RootContent[], definitions: Definitions): string {
  const own = new Set(definitionsOf(blocks).values());
  const missing = usedDefinitions(blocks, definitions).filter((definition) => !own.has(definition));
  return missing.length === 0 ? '' : writer.stringify({ type: 'root', children: missing }).trimEnd();
}

// The parser gives every node its place in the source; only trees made by hand have none.
const startOf = ({ position }: Root | RootContent): number => position?.start.offset ?? 0;
const endOf = ({ position }: Root | RootContent): number => position?.end.offset ?? 0;
