import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { survey } from '../../../src/db/tables/survey.ts';
import { voteBatch, voteEvent } from '../../../src/db/tables/vote.ts';
import type { ImportOptions } from '../../../src/vote/import/plan-import.ts';
import { startVoting } from '../voting.ts';
import { importing, refusal } from './importing.ts';

type Survey = Partial<typeof survey.$inferInsert>;
type Case = [
  name: string,
  content: string | Buffer,
  options: Partial<ImportOptions>,
  advice: string,
  survey?: Survey,
];

const ranked: Survey = { method: 'RANKED_CHOICE', maxChoices: 4 };
const approval: Survey = { method: 'APPROVAL', maxChoices: 4 };
/** As an operator runs it who names nothing. */
const auto: Partial<ImportOptions> = { choiceColumns: undefined };
const typeformHeader = '#,Which?,Response Type,Start Date (UTC),Submit Date (UTC),Network ID,Tags';

const broken: Case[] = [
  ['an Excel workbook', Buffer.from('PK\x03\x04\x14\x00\x06\x00'), auto, 'Save as CSV'],
  ['an old Excel file', Buffer.from('d0cf11e0a1b11ae1', 'hex'), auto, 'Save as CSV'],
  ['a PDF', '%PDF-1.7\n', auto, 'Save as CSV'],
  ['a page that asks to sign in', '\n<!DOCTYPE html><html><title>Sign in</title>', auto, 'Save as CSV'],
  ['JSON', '[{ "pick": "a" }]', auto, 'Save as CSV'],
  [
    'something that is not text',
    Buffer.from([1, 0, 0, 0, 7, 0, 0, 9]),
    auto,
    'Export CSV from the survey tool',
  ],
  ['nothing', '', auto, 'it needs a row that names the columns'],
  ['a header alone', 'pick\n', {}, 'no row after its header'],
  ['a header that is cut off', `${'StartDate,Q1'}\n`, { headerRows: 3 }, 'fewer than the 3 of its header'],
  ['half a packed file', gzipSync('pick\na\n').subarray(0, 20), {}, 'Copy or pack it again'],
  [
    'a quote that is never closed',
    'pick\na\n"b\nc\n',
    {},
    'A quote is opened and never closed before the file ends at line 4. Correct the file',
  ],
  ['a row beyond 1 MiB', `pick\na\n"${'b'.repeat(1_100_000)}"\n`, {}, 'Correct the file'],
  [
    'a quote out of place in the header',
    'pi"c"k\na\n',
    {},
    'Line 1, the header: A quote is out of place; put the whole cell in quotes',
  ],
  [
    'the export of a tool that is not known',
    'When,What\n1,a\n',
    auto,
    'its columns begin with `When`, `What`. Name the columns of the answers with --choice-columns',
  ],
  [
    'the export of another tool than was said',
    'Timestamp,What\n1,a\n',
    { ...auto, profile: 'typeform' },
    'Export it again, or name the columns with --choice-columns',
  ],
  [
    'two questions',
    'Timestamp,What?,Why?\n2026/01/01,a,b\n',
    auto,
    '`What?`, `Why?`. Name the one that was voted on with --question',
  ],
  [
    'another question than was said',
    'Timestamp,What?,Why?\n2026/01/01,a,b\n',
    { ...auto, question: 'Who?' },
    'The question `Who?` is not one of the file: `What?`, `Why?`',
  ],
  ['no such column', 'x,y\na,b\n', {}, 'no column `pick`; it has `x`, `y`'],
  ['the column twice', 'pick,pick\na,b\n', {}, 'name one of them by its position: #1, #2'],
  [
    'dates that leave day and month open',
    'at,pick\n03/04/2026,a\n',
    { timeColumn: 'at' },
    'Say which: --date-format DMY or --date-format MDY',
  ],
  [
    'dates that contradict one another',
    'at,pick\n13/04/2026,a\n04/13/2026,a\n',
    { timeColumn: 'at' },
    '`04/13/2026` in line 3. Correct the file, or leave the times out with --no-time-column',
  ],
  ['answers that no option is named for', 'pick\nx\ny\n', {}, 'No row is a vote: 2 are faulty'],
  [
    'columns that are named by codes',
    'SQ001,SQ002\nY,\n',
    { choiceColumns: ['SQ001', 'SQ002'], cells: 'mark' },
    'The columns `SQ001`, `SQ002` are not named for options of the survey. Name each in a map',
    approval,
  ],
  [
    'marks where an order is needed',
    'a,b\nx,\n',
    { choiceColumns: ['a', 'b'], cells: 'mark' },
    'Name columns with ranks',
    ranked,
  ],
  [
    'ranks where there is no order',
    'a,b\n1,2\n',
    { choiceColumns: ['a', 'b'], cells: 'rank' },
    'the survey is APPROVAL, which has no order',
    approval,
  ],
  [
    'two columns for one choice',
    'x,y\na,b\n',
    { choiceColumns: ['x', 'y'] },
    'a SINGLE_CHOICE survey takes one',
  ],
  [
    'lists that can be read in two ways',
    'pick\n"a, b"\n',
    { cells: 'list', map: { 'a, b': 'c' } },
    'Export one column per option',
    approval,
  ],
  ['an encoding that does not exist', 'pick\na\n', { encoding: 'utf-9' }, 'name one such as utf-8'],
  [
    'a time zone that does not exist',
    'at,pick\n2026-01-01,a\n',
    { timeColumn: 'at', timeZone: 'Mars' },
    'name one such as UTC or Europe/Berlin',
  ],
  ['a map to an option that does not exist', 'pick\na\n', { map: { one: 'x' } }, 'it offers a, b, c, d'],
  ['a map that was not edited', 'pick\na\n', { map: { aa: '?a' } }, 'Write the slug of an option, or null'],
  ['unfinished responses alone', `${typeformHeader}\n1,a,partial,,,,\n`, auto, '1 left out by a filter'],
];

test.each(broken)('%s is refused, with what to do', async (_name, content, options, advice, survey) => {
  const voting = startVoting(survey);
  expect(await refusal(importing(voting, content, options))).toContain(advice);
  const { db } = voting;
  expect([db.select().from(voteEvent).all(), db.select().from(voteBatch).all()]).toEqual([[], []]);
});
