// Generates what the docs repeat of the code: the tables of docs/reference.md and docs/content.md, and
// .env.example. `--check` only compares them.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { scopes } from '../src/access/scope.ts';
import { variables } from '../src/config.ts';
import { type ContentKind, contentKinds } from '../src/content/content-folder.ts';
import { bodyDescriptions } from '../src/content/content-keys.ts';
import { describedKeys } from '../src/content/content-template.ts';
import { errorCodes } from '../src/graphql/errors.ts';
import { envExample } from './env-example.ts';

const read = (path: string): string => {
  const file = urlOf(path);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
};

const urlOf = (path: string): URL => new URL(`../${path}`, import.meta.url);

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

type Sections = Readonly<Record<string, () => string>>;

const referenceSections: Sections = {
  configuration: () =>
    table(
      ['Variable', 'Default', 'Meaning'],
      Object.entries(variables).map(([name, { fallback, description }]) => [
        `\`${name}\``,
        fallback === '' ? '' : `\`${fallback}\``,
        description,
      ]),
    ),
  scopes: () =>
    table(
      ['Scope', 'What it allows'],
      Object.entries(scopes).map(([name, description]) => [`\`${name}\``, description]),
    ),
  errors: () =>
    table(
      ['`extensions.code`', 'HTTP status', 'Meaning'],
      Object.entries(errorCodes).map(([code, { status, isByMediaType, description }]) => [
        `\`${code}\``,
        isByMediaType ? `${status}, or 200 as \`application/json\`` : String(status),
        description,
      ]),
    ),
};

/** The keys of a content file, and what its text is. */
const contentSection = (kind: ContentKind) => (): string =>
  [
    table(
      ['Key', 'Value', 'Left out', 'Meaning'],
      describedKeys(kind).map(({ key, form, isRequired, fallback, description }) => [
        `\`${key}\``,
        form,
        isRequired ? 'a fault' : fallback === undefined ? '' : `\`${fallback}\``,
        description,
      ]),
    ),
    '',
    `Below the front matter: ${bodyDescriptions[kind]}`,
  ].join('\n');

const contentSections: Sections = Object.fromEntries(
  contentKinds.map((kind) => [kind, contentSection(kind)]),
);

/** The text of the file, with its marked sections written again. */
const withSections = (path: string, sections: Sections): string =>
  Object.entries(sections).reduce((text, [name, section]) => {
    const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
    const [before, rest] = text.split(start);
    const after = rest?.split(end)[1];
    if (before === undefined || after === undefined) throw new Error(`${path} has no section for ${name}.`);
    return `${before}${start}\n${section()}\n${end}${after}`;
  }, read(path));

const files: Record<string, () => string> = {
  'docs/reference.md': () => withSections('docs/reference.md', referenceSections),
  'docs/content.md': () => withSections('docs/content.md', contentSections),
  '.env.example': envExample,
};

for (const [path, generate] of Object.entries(files)) {
  const text = generate();
  if (!process.argv.includes('--check')) writeFileSync(urlOf(path), text);
  else if (text !== read(path)) {
    console.error(`${path} is out of date. Run: npm run reference`);
    process.exitCode = 1;
  }
}
