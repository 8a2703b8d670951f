import type { List, ListItem, Nodes, Table } from 'mdast';

/** Text without markup: blocks are separated by an empty line, the cells of a table's row by a tab. */
export const plainText = (blocks: readonly Nodes[]): string => joined(blocks, '\n\n');

const joined = (nodes: readonly Nodes[], separator: string): string =>
  nodes
    .map(textOf)
    .filter((text) => text !== '')
    .join(separator);

const inline = (nodes: readonly Nodes[]): string => nodes.map(textOf).join('');

function textOf(node: Nodes): string {
  switch (node.type) {
    case 'text':
      // A line break in the source of a paragraph is a space to its reader.
      return node.value.replace(/\s*\n\s*/g, ' ');
    case 'inlineCode':
    case 'code':
      return node.value;
    case 'break':
      return '\n';
    case 'image':
    case 'imageReference':
      return node.alt ?? '';
    case 'paragraph':
    case 'heading':
      return inline(node.children).trim();
    case 'list':
      return listText(node);
    case 'table':
      return tableText(node);
    case 'blockquote':
      return plainText(node.children);
    case 'html':
    case 'footnoteDefinition':
      return '';
    default:
      return 'children' in node ? inline(node.children) : '';
  }
}

const listText = ({ children, ordered, start }: List): string =>
  children.map((item, index) => itemText(item, ordered ? `${(start ?? 1) + index}. ` : '- ')).join('\n');

function itemText({ children, checked, spread }: ListItem, marker: string): string {
  const box = checked == null ? '' : checked ? '☑ ' : '☐ ';
  const text = joined(children, spread ? '\n\n' : '\n');
  return `${marker}${box}${text.replace(/\n(?=[^\n])/g, `\n${' '.repeat(marker.length)}`)}`.trimEnd();
}

const tableText = ({ children }: Table): string =>
  children.map((row) => row.children.map((cell) => inline(cell.children).trim()).join('\t')).join('\n');
