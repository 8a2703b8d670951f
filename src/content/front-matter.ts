import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from 'yaml';

type Path = readonly PropertyKey[];

export interface Fault {
  /** Counted from 1, in the whole file. */
  line: number;
  message: string;
}

/** A content file, taken apart. */
export interface FrontMatter {
  data: Readonly<Record<string, unknown>>;
  body: string;
  /** The line of the file that the body begins on. */
  bodyLine: number;
  /**
   * The line of the value at the path, or of what comes nearest to it where there is none. `line` counts from
   * 1 within a value of several lines; it is found in values that are written with `|`.
   */
  lineOf: (path: Path, line?: number) => number;
  /** The line of the key at the end of the path. */
  lineOfKey: (path: Path) => number;
  /** The number at the path, in the digits in which it was written. */
  digitsAt: (path: Path) => string | undefined;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** YAML between two lines `---`, then the body; or what is wrong with them. */
export function parseFrontMatter(text: string): FrontMatter | Fault[] {
  const lines = text.split('\n');
  const end = lines.findIndex((line, index) => index > 0 && line.trimEnd() === '---');
  if (lines[0]?.trimEnd() !== '---' || end < 0) {
    return [
      { line: 1, message: 'The file needs front matter: it begins with YAML between two lines `---`.' },
    ];
  }
  const counter = new LineCounter();
  const document = parseDocument(lines.slice(1, end).join('\n'), {
    lineCounter: counter,
    prettyErrors: false,
  });
  // The first line of the YAML is the second of the file.
  const lineAt = (offset: number): number => counter.linePos(offset).line + 1;
  const faults = [...document.errors, ...document.warnings].map(({ pos, message }) => ({
    line: Math.min(lineAt(pos[0]), end + 1),
    message: `The front matter is not YAML: ${message}.`,
  }));
  if (faults.length > 0) return faults;
  visit(document, {
    // An alias could stand for a whole tree, and few know how to read one.
    Alias: (_key, { range }) => {
      const message = 'The front matter has an alias (`*`). Write the value itself, or put it in quotes.';
      faults.push({ line: lineAt(range?.[0] ?? 0), message });
    },
  });
  if (faults.length > 0) return faults;
  const root = document.contents;
  const data: unknown = document.toJS() ?? {};
  if (!isRecord(data)) return [{ line: 2, message: 'The front matter must be keys with values.' }];
  const nodeLine = (node: Node | null): number => (node?.range ? lineAt(node.range[0]) : 1);
  return {
    data,
    body: lines.slice(end + 1).join('\n'),
    bodyLine: end + 2,
    lineOf: (path, line = 1) => {
      if (path.length === 0) return 1;
      const { node, isWhole } = nearest(root, path);
      // Line 1 of a literal is below the mark that begins it.
      const isLiteral = isWhole && isScalar(node) && node.type === 'BLOCK_LITERAL';
      if (!isWhole && node === root) return 1;
      return nodeLine(node) + (isLiteral ? line : 0);
    },
    lineOfKey: (path) => {
      const { node } = nearest(root, path.slice(0, -1));
      const pair = isMap(node)
        ? node.items.find(({ key }) => isScalar(key) && String(key.value) === String(path.at(-1)))
        : undefined;
      return nodeLine(isScalar(pair?.key) ? pair.key : node);
    },
    digitsAt: (path) => {
      const { node, isWhole } = nearest(root, path);
      return isWhole && isScalar(node) && typeof node.value === 'number' ? node.source : undefined;
    },
  };
}

/** The node at the path, or the deepest one on the way to it. */
function nearest(root: Node | null, path: Path): { node: Node | null; isWhole: boolean } {
  let node = root;
  for (const key of path) {
    const next: unknown = isMap(node) || isSeq(node) ? node.get(isSeq(node) ? Number(key) : key, true) : null;
    if (!isMap(next) && !isSeq(next) && !isScalar(next)) return { node, isWhole: false };
    node = next;
  }
  return { node, isWhole: true };
}
