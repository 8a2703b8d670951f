// Finds words in code, tests and docs for which there is a plainer or more exact one, and comment lines that
// are too long.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const unchecked = /^(?:src\/generated\/|docs\/schema\.graphql$|CHANGELOG|LICENSE|scripts\/words\.ts$)/;

const maximumColumns = 110;

const comparatives =
  'better|different|earlier|faster|fewer|higher|larger|later|less|longer|lower|matter|more|slower|smaller|worse';

/** What to write instead. Identifiers are split into words, so `keptResponses` contains `kept`. */
const advice: readonly [pattern: RegExp, instead: string][] = [
  // "There is no such survey" and "is no longer" are fine.
  [
    new RegExp(`(?<!\\bthere )\\b(?:is|are|was|were|be) no (?!(?:${comparatives})\\b)[a-z\`]+`, 'i'),
    '"is not a ..."',
  ],
  [/(?<!\bthere )\b(?:is|are|was|were|be) none\b/i, 'what it is'],
  [/\b(?:told|noted)\b/i, 'reported, received, recorded'],
  [/\b(?:dear|dearer|dearest)\b/i, 'expensive'],
  [/\b(?:nobody|whoever|whomever|unforeseen)\b/i, 'the subject by its name'],
  [/\b(?:company|seats?|lender|borrower|footprint|front door)\b/i, 'the term of the field'],
  // "Taken from" and the like are fine, and SLUG_TAKEN is a code of the API.
  [/(?<!\bslug )\btaken\b(?! (?:apart|as|at|by|from|in|out|over|place|up)\b)/i, 'accepted, saved, used'],
  // 'kept' in quotes is a result of the content loader; `keptCount` reads the stored tallies.
  [/(?<!')\bkept\b(?!'| Count)/i, 'cached, stored, unchanged'],
  [/\b(?:held|stands)\b(?! for\b)/i, 'stored, counted, is'],
  [/\banew\b/i, 'again, new'],
  [/\bshown\b/i, 'visible, returned'],
];

const toWords = (line: string): string => line.replaceAll(/([a-z])([A-Z])/g, '$1 $2').replaceAll('_', ' ');

const isComment = (line: string): boolean => /^\s*(?:\/\/|\/\*|\*)/.test(line);

const files = execFileSync(
  'git',
  ['ls-files', 'src', 'test', 'bench', 'scripts', 'schema', 'examples', 'docs', '*.md', '*.ts'],
  { encoding: 'utf8' },
)
  .split('\n')
  .filter((file) => /\.(?:ts|graphql|md)$/.test(file) && !/^content\//.test(file) && !unchecked.test(file));

function findingsIn(file: string, line: string): string[] {
  const words = toWords(line);
  const findings = advice.flatMap(([pattern, instead]) => {
    const found = pattern.exec(words)?.[0];
    return found === undefined ? [] : [`"${found}": write ${instead}`];
  });
  if (file.endsWith('.ts') && isComment(line) && line.length > maximumColumns)
    findings.push(`the comment has ${line.length} columns; the maximum is ${maximumColumns}`);
  return findings;
}

const findings = files.flatMap((file) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, index) => findingsIn(file, line).map((finding) => `${file}:${index + 1}: ${finding}`)),
);
for (const finding of findings) console.log(finding);
if (findings.length > 0) {
  console.log(`${findings.length} findings.`);
  process.exitCode = 1;
}
