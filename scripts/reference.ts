// Generates what the docs repeat of the code: the tables of docs/reference.md, and .env.example. `--check`
// only compares them.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { scopes } from '../src/access/scope.ts';
import { variables } from '../src/config.ts';
import { errorCodes } from '../src/graphql/errors.ts';
import { envExample } from './env-example.ts';

const read = (path: string): string => {
  const file = urlOf(path);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
};

const urlOf = (path: string): URL => new URL(`../${path}`, import.meta.url);

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const sections: Record<string, () => string> = {
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

const reference = (): string =>
  Object.entries(sections).reduce((text, [name, section]) => {
    const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
    const [before, rest] = text.split(start);
    const after = rest?.split(end)[1];
    if (before === undefined || after === undefined)
      throw new Error(`docs/reference.md has no section for ${name}.`);
    return `${before}${start}\n${section()}\n${end}${after}`;
  }, read('docs/reference.md'));

const files: Record<string, () => string> = {
  'docs/reference.md': reference,
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
