// Generates the tables of docs/reference.md from the code. `--check` only compares them.
import { readFileSync, writeFileSync } from 'node:fs';
import { scopes } from '../src/access/scope.ts';
import { variables } from '../src/config.ts';
import { errorCodes } from '../src/graphql/errors.ts';

const file = new URL('../docs/reference.md', import.meta.url);

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

const current = readFileSync(file, 'utf8');
const written = Object.entries(sections).reduce((text, [name, section]) => {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [before, rest] = text.split(start);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined)
    throw new Error(`docs/reference.md has no section for ${name}.`);
  return `${before}${start}\n${section()}\n${end}${after}`;
}, current);

if (!process.argv.includes('--check')) writeFileSync(file, written);
else if (written !== current) {
  console.error('docs/reference.md is out of date. Run: npm run reference');
  process.exitCode = 1;
}
