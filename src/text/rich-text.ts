import type { Nodes as HtmlNodes } from 'hast';
import type { Definition, Nodes, Root } from 'mdast';
import rehypeSanitize, { type Options } from 'rehype-sanitize';
import rehypeStringify from 'rehype-stringify';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import { plainText } from './plain-text.ts';

/** A text in the forms that a client can ask for. */
export interface RichText {
  markdown: string;
  /** Sanitised: safe to put into a page as it is. */
  html: string;
  text: string;
}

export const formOf = ({ markdown, html, text }: RichText, format: 'MARKDOWN' | 'HTML' | 'TEXT'): string =>
  ({ MARKDOWN: markdown, HTML: html, TEXT: text })[format];

/** What Markdown can say; everything else is dropped. Without `id` and `name` no text can take the place of an anchor or a global. */
const allowed: Options = {
  tagNames: [
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'blockquote', 'ul', 'ol', 'li', 'pre', 'hr', 'br', 'input'],
    ...['table', 'thead', 'tbody', 'tr', 'th', 'td', 'a', 'img', 'code', 'em', 'strong', 'del'],
  ],
  attributes: {
    a: ['href', 'title'],
    img: ['src', 'alt', 'title'],
    code: [['className', /^language-[\w+#.-]+$/]],
    ul: [['className', 'contains-task-list']],
    ol: ['start', ['className', 'contains-task-list']],
    li: [['className', 'task-list-item']],
    input: [['type', 'checkbox'], ['disabled', true], 'checked'],
    th: ['align'],
    td: ['align'],
  },
  required: { input: { type: 'checkbox', disabled: true } },
  protocols: { href: ['http', 'https', 'mailto'], src: ['http', 'https'] },
};

const parser = unified().use(remarkParse).use(remarkGfm).freeze();

const renderer = unified()
  // Footnotes are gathered at the end of a document, but every section is one by itself; `textFaults` refuses them.
  .use(remarkRehype, { handlers: { footnoteReference: () => undefined } })
  .use(rehypeSanitize, allowed)
  .use(rehypeStringify)
  .freeze();

export const parseMarkdown = (markdown: string): Root => parser.parse(markdown);

/** `definitions` are those of the whole document that the nodes are a part of: their links may refer to any of them. */
export function htmlOf(nodes: Root['children'], definitions: readonly Definition[] = []): string {
  const own = nodes.filter(({ type }) => type !== 'definition');
  const html: HtmlNodes = renderer.runSync({ type: 'root', children: [...definitions, ...own] });
  // The root stays a root on its way through the plugins; `runSync` cannot say so.
  return html.type === 'root' ? renderer.stringify(html) : '';
}

/** Renders a short text that stands by itself. */
export function renderText(markdown: string): RichText {
  const { children } = parseMarkdown(markdown);
  const definitions = [...nodesOf(children)].filter((node) => node.type === 'definition');
  return { markdown, html: htmlOf(children, definitions), text: plainText(children) };
}

/** Every node below and including these, in document order, however deep: no recursion that a hostile text could exhaust. */
export function* nodesOf(nodes: readonly Nodes[]): Generator<Nodes> {
  const waiting = nodes.toReversed();
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    yield node;
    if ('children' in node) waiting.push(...node.children.toReversed());
  }
}
