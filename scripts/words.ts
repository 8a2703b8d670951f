// Keeps words out that a stranger would have to learn, and lines that do not fit a screen; prints where they stand.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What to write instead, by what not to write. Names in code count as words: `keptAnswers` is `kept` and `answers`. */
const instead: readonly [pattern: RegExp, advice: string][] = [
  [
    /\b(?:is|are|was|were|be) no (?!longer\b|more\b|less\b|later\b|earlier\b|different\b|slower\b|higher\b|lower\b|worse\b|larger\b|smaller\b|faster\b|better\b|matter\b)[a-z`]+/i,
    'is not a ...',
  ],
  [/\b(?:told|noted|dear|dearer|dearest|whoever|whomever|unforeseen|nobody)\b/i, 'say it plainly'],
  [/\b(?:company|seat|seats|lender|borrower|footprint|front door)\b/i, 'use the term of the field'],
  [/\btaken\b(?! (?:over|from|by|at|in|out|up|as|apart|place))/i, 'saved, used, or what exactly'],
  [/\bkept\b/i, 'cached, stored, or what exactly'],
  [/\bshown\b/i, 'visible, returned, or what exactly'],
];

const maximumColumns = 110;
/** Where long lines are text that is not ours to break: SDL descriptions are one paragraph, tables one row. */
const isWrapped = (file: string): boolean => file.endsWith('.ts');

const files = execFileSync(
  'git',
  ['ls-files', 'src', 'test', 'bench', 'scripts', 'schema', 'examples', 'docs', '*.md', '*.ts'],
  { encoding: 'utf8' },
)
  .split('\n')
  .filter((file) => /\.(ts|graphql|md)$/.test(file))
  .filter(
    (file) => !/^(src\/generated|docs\/schema\.graphql|CHANGELOG|LICENSE|scripts\/words\.ts)/.test(file),
  );

/** `askTogether` is read as `ask Together`. */
const words = (line: string): string => line.replaceAll(/([a-z])([A-Z])/g, '$1 $2').replaceAll('_', ' ');

let faults = 0;
for (const file of files) {
  for (const [place, line] of readFileSync(file, 'utf8').split('\n').entries()) {
    const report = (fault: string) => {
      faults += 1;
      console.log(`${file}:${place + 1}: ${fault}`);
    };
    for (const [pattern, advice] of instead) {
      const found = pattern.exec(words(line))?.[0];
      if (found !== undefined) report(`"${found}": ${advice}`);
    }
    if (isWrapped(file) && line.length > maximumColumns && !/['"`]/.test(line))
      report(`${line.length} columns; at most ${maximumColumns}`);
  }
}
if (faults > 0) {
  console.log(`${faults} places to reword.`);
  process.exitCode = 1;
}
