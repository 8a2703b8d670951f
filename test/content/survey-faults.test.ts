import { describe, expect, test } from 'vitest';
import { about, awards, type Case, faultsOf, play } from './faults-of.ts';
import { edited } from './sample.ts';

const shareRule = 'A share is 0 to 100 percent with at most two decimals, such as 30.2.';

const references: Case[] = [
  [
    'a narrative of a survey',
    edited(play, '[ai, defi, rwa]', '\n  - ai\n  - none'),
    `${play}:7: There is no narrative \`none\`.`,
  ],
  [
    'a narrative of a result',
    edited(awards, 'narrative: defi', 'narrative: none'),
    `${awards}:9: There is no narrative \`none\`.`,
  ],
  [
    'a narrative of an article',
    edited(about, '[ai, defi]', '[ai, none]'),
    `${about}:7: There is no narrative \`none\`.`,
  ],
  ['a survey', edited(about, 'survey: awards', 'survey: none'), `${about}:6: There is no survey \`none\`.`],
  [
    'a narrative of a placeholder',
    edited(about, '{{rank:ai}}', '{{rank:rwa}}'),
    `${about}:15: \`{{rank:rwa}}\`: \`rwa\` is not an option of the survey \`awards\`.`,
  ],
  [
    'a narrative of a placeholder in an answer',
    edited(about, '{{share:ai}}', '{{share:none}}'),
    `${about}:13: \`{{share:none}}\`: \`none\` is not an option of the survey \`awards\`.`,
  ],
];

const series = 'series: { slug: awards, title: Other }\nedition: 2023\nstatus:';
const sameEdition = 'series: { slug: awards, title: The Awards }\nedition: 2024\nstatus:';

const surveys: Case[] = [
  [
    'a share with three decimals',
    edited(awards, '18.80', '18.805'),
    `${awards}:9: \`results[1].share\`: ${shareRule}`,
  ],
  [
    'a share with decimals that a number cannot hold',
    edited(awards, '18.80', '18.80000000000000000001'),
    `${awards}:9: \`results[1].share\`: ${shareRule}`,
  ],
  ['a share below 0', edited(awards, '18.80', '-1'), `${awards}:9: \`results[1].share\`: ${shareRule}`],
  ['a share above 100', edited(awards, '18.80', '100.01'), `${awards}:9: \`results[1].share\`: ${shareRule}`],
  [
    'shares above 100 in all',
    edited(awards, '18.80', '69.81'),
    `${awards}:8: \`results\`: The shares add up to 100.01 percent; they cannot exceed 100.`,
  ],
  [
    'an option twice',
    edited(play, '[ai, defi, rwa]', '[ai, ai]'),
    `${play}:5: \`options[1]\`: \`ai\` is named twice.`,
  ],
  [
    'one option',
    edited(play, '[ai, defi, rwa]', '[ai]'),
    `${play}:5: \`options\`: A survey has 2 to 64 options.`,
  ],
  [
    'no status',
    edited(play, 'status: OPEN\n', ''),
    `${play}:1: \`status\` is missing: OPEN, SCHEDULED or DRAFT. (A result from elsewhere has \`resultSource: REPORTED\`.)`,
  ],
  [
    'a schedule without a time',
    edited(play, 'OPEN', 'SCHEDULED'),
    `${play}:4: \`status\`: A SCHEDULED survey needs the time at which it opens. Name it in \`opensAt\`.`,
  ],
  [
    'a close before the opening',
    edited(play, 'OPEN', 'OPEN\nopensAt: 2024-02-01\nclosesAt: 2024-01-01'),
    `${play}:6: \`closesAt\`: Voting must close after it opens (\`opensAt\`).`,
  ],
  [
    'votes on a reported result',
    edited(awards, 'resultSource', 'status: OPEN\nresultSource'),
    `${awards}:6: \`status\`: A REPORTED survey has no votes here: it is DRAFT or PUBLISHED.`,
  ],
  [
    'more choices than options',
    edited(play, 'OPEN', 'OPEN\nmethod: APPROVAL\nmaxChoices: 4'),
    `${play}:6: \`maxChoices\`: A ballot cannot name more than the 3 options.`,
  ],
  [
    'two titles of one series',
    edited(play, 'status:', series),
    `${play}:4: The series \`awards\` is called "The Awards" in FOLDER/${awards}. Give it one title.`,
  ],
  [
    'one edition twice',
    edited(play, 'status:', sameEdition),
    `${play}:5: The series \`awards\` has an edition 2024 already: FOLDER/${awards}.`,
  ],
];

describe.each([
  ['a name that leads nowhere:', references],
  ['a survey with', surveys],
])('%s', (_group, cases) => {
  test.each(cases)('%s', async (_name, changes, fault) => {
    const faults = (await faultsOf(changes)).map((text) =>
      text.replace(/\/tmp\/\S+?\/(?=surveys)/, 'FOLDER/'),
    );
    expect(faults).toEqual([fault]);
  });
});
