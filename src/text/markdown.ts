import type { Nodes as HtmlNodes } from 'hast';
import type { Definition, Nodes, Root, RootContent } from 'mdast';
import rehypeSanitize, { type Options } from 'rehype-sanitize';
import rehypeStringify from 'rehype-stringify';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';

/**
 * What Markdown can say; everything else is dropped. Without `id` and `name` no text can take the place of an
 * anchor or a global.
 */
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

const converter = unified()
  // Footnotes are gathered at the end of a document, but every section is one by itself; `nodeFaults` refuses
  // them.
  .use(remarkRehype, { handlers: { footnoteReference: () => undefined } })
  .use(rehypeSanitize, allowed)
  .use(rehypeStringify)
  .freeze();

export const parseMarkdown = (markdown: string): Root => parser.parse(markdown);

/**
 * Link definitions by their identifiers. Where one is defined twice, the first definition is the one that
 * counts.
 */
export type Definitions = ReadonlyMap<string, Definition>;

export function definitionsOf(nodes: readonly Nodes[]): Definitions {
  const definitions = new Map<string, Definition>();
  for (const node of nodesOf(nodes)) {
    if (node.type === 'definition' && !definitions.has(node.identifier))
      definitions.set(node.identifier, node);
  }
  return definitions;
}

/** Those of the definitions that the nodes refer to, in the order in which they are first referred to. */
export function usedDefinitions(nodes: readonly Nodes[], definitions: Definitions): Definition[] {
  const used = new Set<Definition>();
  for (const node of nodesOf(nodes)) {
    if (node.type !== 'linkReference' && node.type !== 'imageReference') continue;
    const definition = definitions.get(node.identifier);
    if (definition !== undefined) used.add(definition);
  }
  return [...used];
}

/**
 * `definitions` are those of the whole document that the nodes are a part of: their links may refer to any of
 * them.
 */
export function htmlOf(nodes: readonly RootContent[], definitions: Definitions): string {
  const own = nodes.filter(({ type }) => type !== 'definition');
  const html: HtmlNodes = converter.runSync({
    type: 'root',
    // The converter looks at every definition that it is given.
    children: [...usedDefinitions(own, definitions), ...own],
  });
  // The root stays a root on its way through the plugins; `runSync` cannot say so.
  return html.type === 'root' ? converter.stringify(html) : '';
}

/**
 * Every node below and including these, in document order, however deep: no recursion that a hostile text
 * could exhaust.
 */
export function* nodesOf(nodes: readonly Nodes[]): Generator<Nodes> {
  const waiting = nodes.toReversed();
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    yield node;
    if (!('children' in node)) continue;
    for (let index = node.children.length - 1; index >= 0; index -= 1) {
      const child = node.children[index];
      if (child !== undefined) waiting.push(child);
    }
  }
}
