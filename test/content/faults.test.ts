import { describe, expect, test } from 'vitest';
import { loadContent } from '../../src/content/load-content.ts';
import { emptyDatabase } from '../support/database.ts';
import { about, awards, type Case, faultsOf, narrative, play } from './faults-of.ts';
import { contentFolder, edited, now } from './sample.ts';

const slugRule = 'A slug has lower-case letters and digits, with single hyphens between them.';
const nameRule =
  'A content file is named SLUG.md, where the slug has lower-case letters and digits with single hyphens between them, 100 at most.';
const noPlace = 'Nothing is loaded from here; content is in narratives, surveys, articles.';
const noText = 'This is not a text in UTF-8. Save the file in that encoding.';
const noFrontMatter = 'The file needs front matter: it begins with YAML between two lines `---`.';
const timeRule = 'This must be a date, such as 2024-03-01, or a time, such as 2024-03-01T12:00:00Z.';

const front: Case[] = [
  ['none', { [narrative]: 'Text.\n' }, `${narrative}:1: ${noFrontMatter}`],
  ['without an end', { [narrative]: '---\nname: AI\n' }, `${narrative}:1: ${noFrontMatter}`],
  [
    'that is not YAML',
    edited(narrative, 'shortName: AI', 'shortName: a: b'),
    `${narrative}:3: The front matter is not YAML: Nested mappings are not allowed in compact mappings.`,
  ],
  [
    'with a key twice',
    edited(narrative, 'shortName: AI', 'name: AI'),
    `${narrative}:3: The front matter is not YAML: Map keys must be unique.`,
  ],
  [
    'with a tag',
    edited(narrative, 'shortName: AI', 'shortName: !x AI'),
    `${narrative}:3: The front matter is not YAML: Unresolved tag: !x.`,
  ],
  [
    'with an alias',
    edited(narrative, 'name: AI Networks\nshortName: AI', 'name: &a AI\nshortName: *a'),
    `${narrative}:3: The front matter has an alias (\`*\`). Write the value itself, or put it in quotes.`,
  ],
  [
    'that is a list',
    { [narrative]: '---\n- a\n---\nText.\n' },
    `${narrative}:2: The front matter must be keys with values.`,
  ],
];

const files: Case[] = [
  ['with upper case in its name', { 'narratives/Upper.md': '' }, `narratives/Upper.md:1: ${nameRule}`],
  ['with another ending', { 'surveys/x.markdown': '' }, `surveys/x.markdown:1: ${nameRule}`],
  ['that is a folder', { 'surveys/x.md/y.md': '' }, `surveys/x.md:1: ${nameRule}`],
  ['in a folder of another name', { 'article/x.md': '' }, `article:1: ${noPlace}`],
  ['beside the folders', { 'x.md': '' }, `x.md:1: ${noPlace}`],
  [
    'in Latin-1',
    { [narrative]: Buffer.from('---\nname: AI\nshortName: caf\xe9\n---\nText.\n', 'latin1') },
    `${narrative}:3: ${noText}`,
  ],
  ['with a control character', edited(narrative, 'What AI', 'What\0 AI'), `${narrative}:9: ${noText}`],
];

const keys: Case[] = [
  [
    'that are unknown',
    edited(narrative, 'relatedProjects', 'related'),
    `${narrative}:7: \`related\` is not a key here; the keys are name, shortName, keyPoints, relatedProjects.`,
  ],
  [
    'that the file name and the body stand for',
    edited(narrative, 'relatedProjects: [Polkadot]', 'slug: ai'),
    `${narrative}:7: \`slug\` is not a key here; the keys are name, shortName, keyPoints, relatedProjects.`,
  ],
  [
    'that are unknown further in',
    edited(narrative, '    body:', '    text: a\n    body:'),
    `${narrative}:6: \`keyPoints[0].text\` is not a key here.`,
  ],
  ['that are missing', edited(narrative, 'shortName: AI\n', ''), `${narrative}:1: \`shortName\` is missing.`],
  [
    'that are missing further in',
    edited(narrative, '    body: The first point.\n', ''),
    `${narrative}:5: \`keyPoints[0].body\` is missing.`,
  ],
  [
    'with a number in place of text',
    edited(narrative, 'shortName: AI', 'shortName: 2024'),
    `${narrative}:3: \`shortName\`: Invalid input: expected string, received number. Put it in quotes.`,
  ],
  [
    'with text in place of a list',
    edited(narrative, '[Polkadot]', 'Polkadot'),
    `${narrative}:7: \`relatedProjects\`: Invalid input: expected array, received string`,
  ],
  [
    'with nothing',
    edited(narrative, 'shortName: AI', 'shortName: ""'),
    `${narrative}:3: \`shortName\`: This must not be empty.`,
  ],
  [
    'with a draft that is neither true nor false',
    edited(about, 'survey:', 'draft: maybe\nsurvey:'),
    `${about}:6: \`draft\`: This is true or false.`,
  ],
  [
    'with an invalid slug',
    edited(about, '[ai, defi]', '[ai, DeFi]'),
    `${about}:7: \`narratives[1]\`: ${slugRule}`,
  ],
  [
    'with an invalid time',
    edited(about, 'survey:', 'publishedAt: 2024-02-30\nsurvey:'),
    `${about}:6: \`publishedAt\`: ${timeRule}`,
  ],
];

const texts: Case[] = [
  [
    'a summary of two paragraphs',
    edited(narrative, 'What AI is about.', 'What.\n\nAnd more.'),
    `${narrative}:11: A second paragraph begins here; this is one paragraph of plain text.`,
  ],
  ['no summary', edited(narrative, 'What AI is about.', ''), `${narrative}:9: This must not be empty.`],
  [
    'a summary with a placeholder',
    edited(narrative, 'What AI', 'What {{rank:ai}}'),
    `${narrative}:9: Placeholders are filled in the \`body\` and the answers of articles only.`,
  ],
  [
    'a description with a placeholder',
    edited(awards, 'How it', 'How {{unlistedShare}}'),
    `${awards}:11: Placeholders are filled in the \`body\` and the answers of articles only.`,
  ],
  [
    'a heading of the first level',
    edited(about, '## Section', '# Section'),
    `${about}:17: The text has a heading of level 1, which the title has. Begin with \`##\`.`,
  ],
  [
    'a placeholder of no kind',
    edited(about, '{{rank:ai}}', '{{place:ai}}'),
    `${about}:15: \`{{place:ai}}\` is not a placeholder. Write {{rank:SLUG}}, {{share:SLUG}}, {{listedShare}} or {{unlistedShare}}.`,
  ],
  [
    'a placeholder of no kind in an answer',
    edited(about, '{{share:ai}}', '{{ai}}'),
    `${about}:13: \`faqs[0].answer\`: \`{{ai}}\` is not a placeholder. Write {{rank:SLUG}}, {{share:SLUG}}, {{listedShare}} or {{unlistedShare}}.`,
  ],
];

const wideTable = `|${'a|'.repeat(80)}\n|${'-|'.repeat(80)}\n${'b\n'.repeat(70)}`;
const tooManyCells =
  'Up to this table the text has 5680 cells, those that short rows leave out included; the limit is 5000. Use smaller tables.';

const renderings: Case[] = [
  [
    'a body with a wide table',
    edited(about, 'Text.', `Text.\n\n${wideTable}`),
    `${about}:21: ${tooManyCells}`,
  ],
  [
    'an answer with a wide table',
    edited(about, 'And {{share:ai}}.', wideTable.trim().replaceAll('\n', '\n      ')),
    `${about}:13: \`faqs[0].answer\`: ${tooManyCells}`,
  ],
  [
    'a description with a wide table',
    edited(awards, 'How it', `${wideTable}\nHow it`),
    `${awards}:11: ${tooManyCells}`,
  ],
];

describe.each([
  ['front matter', front],
  ['a file', files],
  ['keys', keys],
  ['a text:', texts],
  ['a text that is hard to render:', renderings],
])('%s', (_group, cases) => {
  test.each(cases)('%s', async (_name, changes, fault) => {
    const faults = (await faultsOf(changes)).map((text) =>
      text.replace(/\/tmp\/\S+?\/(?=surveys)/, 'FOLDER/'),
    );
    expect(faults).toEqual([fault]);
  });
});

test('all faults of all files are named, by file and line', async () => {
  const faults = await faultsOf({
    ...edited(about, 'title: About the awards', 'title: ""'),
    ...edited(narrative, 'shortName: AI', 'shortName: 1'),
    'articles/broken.md': '---\na: [\n---\n',
    'surveys/Wrong.md': '',
    ...edited(play, 'status: OPEN\noptions: [ai, defi, rwa]', 'options: [none, nothing]'),
  });
  expect(faults.map((fault) => fault.slice(0, fault.indexOf(': ')))).toEqual([
    'articles/about.md:2',
    'articles/broken.md:2',
    'narratives/ai.md:3',
    'surveys/Wrong.md:1',
    'surveys/play.md:1',
    'surveys/play.md:4',
    'surveys/play.md:4',
  ]);
});

test('a file that cannot be read is missed by none that refer to it', async () => {
  const faults = await faultsOf({ [narrative]: 'Text.\n', [awards]: '---\nno\n---\n' });
  expect(faults.map((fault) => fault.slice(0, fault.indexOf(': ')))).toEqual([
    `${narrative}:1`,
    `${awards}:2`,
  ]);
});

test('a folder without content says so', async () => {
  const folder = contentFolder({ 'README.md': 'Text.' }, {});
  const load = loadContent(emptyDatabase(), folder, { now });
  await expect(load).rejects.toThrow('needs one of the folders narratives, surveys, articles');
});
