import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { slug as slugSchema } from '../text/input-rules.ts';
import type { ContentFault } from './content-fault.ts';

/** In the order in which they refer to each other: a survey names narratives, an article both. */
export const contentKinds = ['narrative', 'survey', 'article'] as const;

export type ContentKind = (typeof contentKinds)[number];

export interface ContentSource {
  kind: ContentKind;
  slug: string;
  /** The path as far as the folder was named by the caller. */
  file: string;
  /** Undefined when the file cannot be read as text; lines end with a line feed. */
  text: string | undefined;
}

export interface ContentFolder {
  sources: ContentSource[];
  faults: ContentFault[];
}

const folderOf = (kind: ContentKind): string => `${kind}s`;

/** The path of a content file below the folder of the content. */
export const fileOf = (kind: ContentKind, slug: string): string => join(folderOf(kind), `${slug}.md`);

/** Reads every content file below the folder. Throws Node's error when a folder or a file cannot be read. */
export function readContentFolder(folder: string): ContentFolder {
  const names = visibleNames(folder);
  const content: ContentFolder = { sources: [], faults: [] };
  const fault = (name: string, message: string) =>
    content.faults.push({ file: join(folder, name), line: 1, message });
  const known = contentKinds.map(folderOf);
  for (const name of names) {
    if (name === 'README.md' || known.includes(name)) continue;
    fault(name, `Nothing is loaded from here; content is in ${known.join(', ')}.`);
  }
  if (!names.some((name) => known.includes(name))) {
    fault('', `The folder has no content: it needs one of the folders ${known.join(', ')}.`);
  }
  for (const kind of contentKinds) {
    if (!names.includes(folderOf(kind))) continue;
    for (const name of visibleNames(join(folder, folderOf(kind)))) {
      readSource(content, kind, join(folder, folderOf(kind), name), name);
    }
  }
  return content;
}

// Editors and file managers leave hidden files about.
const visibleNames = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .sort();

function readSource({ sources, faults }: ContentFolder, kind: ContentKind, file: string, name: string): void {
  const slug = name.replace(/\.md$/, '');
  if (slug === name || !slugSchema.safeParse(slug).success || !statSync(file).isFile()) {
    const message = `A content file is named SLUG.md, where the slug has lower-case letters and digits with single hyphens between them, 100 at most.`;
    faults.push({ file, line: 1, message });
    return;
  }
  const bytes = readFileSync(file);
  const line = brokenLine(bytes);
  if (line !== undefined) {
    faults.push({ file, line, message: 'This is not a text in UTF-8. Save the file in that encoding.' });
    sources.push({ kind, slug, file, text: undefined });
    return;
  }
  const text = new TextDecoder().decode(bytes).replace(/\r\n?/g, '\n');
  sources.push({ kind, slug, file, text });
}

/** The first line that is not UTF-8, or has a control character. */
function brokenLine(bytes: Buffer): number | undefined {
  if (isPlainText(bytes)) return undefined;
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf('\n', start);
    if (!isPlainText(bytes.subarray(start, end < 0 ? bytes.length : end))) break;
    start = end < 0 ? bytes.length : end + 1;
  }
  return line;
}

function isPlainText(bytes: Buffer): boolean {
  try {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    return !/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return false;
  }
}
