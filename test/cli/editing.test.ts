import { expect, test } from 'vitest';
import { contentFolder, edited } from '../content/sample.ts';
import { type Cli, openCli } from './run-cli.ts';

const narrative = [
  ...['--slug', 'agents', '--name', 'Autonomous Agents', '--short-name', 'Agents'],
  ...['--summary', 'Programs that act and pay by themselves.'],
];
const survey = ['--slug', 'best', '--title', 'Best', '--question', 'Which?', '--option', 'ai', 'rwa'];

/** The latest entries of the audit trail, newest first. */
const latest = (cli: Cli, count: number) => cli.json(['audit', '--limit', String(count)]);

test('a narrative is created, changed and listed, and the audit trail has both changes', async () => {
  const cli = await openCli();
  const points = ['--key-point', 'Wallets: They hold keys: their own.', '--key-point', 'Work: They earn.'];
  const created = await cli.json(['narrative', 'create', ...narrative, ...points, '--project', 'One']);
  const printed = { slug: 'agents', name: 'Autonomous Agents', shortName: 'Agents' };
  expect(created).toEqual({ ...printed, updatedAt: expect.stringMatching(/Z$/) });
  await cli.json(['narrative', 'update', 'agents', '--name', 'Agents at Work', '--project', 'Two']);
  const listed = await cli.json(['narrative', 'list']);
  expect(listed).toHaveLength(9);
  expect(listed[0]).toMatchObject({ slug: 'agents', name: 'Agents at Work', shortName: 'Agents' });
  expect((await cli.run(['narrative', 'list'])).out).toMatch(/^agents +Agents +Agents at Work$/m);
  const [changed, added] = await latest(cli, 2);
  expect(added).toMatchObject({ actor: 'cli', action: 'createNarrative', before: null });
  expect(added.after).toMatchObject({
    keyPoints: [
      { title: 'Wallets', body: 'They hold keys: their own.' },
      { title: 'Work', body: 'They earn.' },
    ],
    relatedProjects: ['One'],
  });
  expect(changed).toMatchObject({ action: 'updateNarrative', before: added.after });
  expect(changed.after).toEqual({ ...added.after, name: 'Agents at Work', relatedProjects: ['Two'] });
});

test('a survey of a new series is created and changed on the command line alone', async () => {
  const cli = await openCli();
  const series = await cli.json(['series', 'create', '--slug', 'yearly', '--title', 'Best of the Year']);
  expect(series).toEqual({ slug: 'yearly', title: 'Best of the Year', editions: [] });
  await cli.json(['survey', 'create', ...survey, '--opens', '2999-01-01', '--description', 'How it works.']);
  const changes = ['--series', 'yearly', '--edition', '2999', '--option', 'ai', 'rwa', 'defi'];
  const updated = await cli.json(['survey', 'update', 'best', ...changes, '--closes', '2999-02-01']);
  expect(updated).toMatchObject({
    slug: 'best',
    title: 'Best',
    opensAt: '2999-01-01T00:00:00.000Z',
    closesAt: '2999-02-01T00:00:00.000Z',
  });
  expect((await cli.json(['survey', 'show', 'best'])).results).toHaveLength(3);
  const edition = { edition: 2999, survey: 'best', status: 'DRAFT' };
  const withEdition = { ...series, editions: [edition] };
  expect(await cli.json(['series', 'list'])).toContainEqual(withEdition);
  expect((await cli.run(['series', 'list'])).out).toMatch(/^yearly +Best of the Year +2999 DRAFT$/m);
  await cli.json(['survey', 'update', 'best', '--no-opens', '--no-description']);
  const [removed] = await latest(cli, 1);
  expect(removed).toMatchObject({ actor: 'cli', action: 'updateSurvey', subject: 'Survey', slug: 'best' });
  expect(removed.before).toMatchObject({ description: 'How it works.', opensAt: updated.opensAt });
  expect(removed.after).toMatchObject({
    opensAt: null,
    closesAt: updated.closesAt,
    series: { slug: 'yearly' },
  });
  expect(removed.after.description).toBeNull();
  const [created] = await cli.json(['audit', '--action', 'createSeries']);
  expect(created).toMatchObject({ subject: 'Series', slug: 'yearly', after: { title: 'Best of the Year' } });
});

test.each<[string, string[], RegExp]>([
  [
    'a slug of a series that exists',
    ['series', 'create', '--slug', 'top-crypto-narratives', '--title', 'T'],
    /already/,
  ],
  [
    'a series with a slug of other characters',
    ['series', 'create', '--slug', 'No!', '--title', 'T'],
    /^`slug`: A slug has/,
  ],
  ['a slug of a narrative that exists', ['narrative', 'create', ...narrative, '--slug', 'ai'], /already/],
  [
    'a name that is too long',
    ['narrative', 'update', 'ai', '--short-name', 'x'.repeat(41)],
    /^`shortName`: /,
  ],
  [
    'a change of a narrative that does not exist',
    ['narrative', 'update', 'none', '--name', 'x'],
    /no narrative/,
  ],
  ['a change of nothing of a narrative', ['narrative', 'update', 'ai'], /--help/],
  ['a change of nothing of a survey', ['survey', 'update', 'sandbox'], /--help/],
  ['a change of a survey that is open', ['survey', 'update', 'sandbox', '--title', 'x'], /only a draft/],
])('%s is refused in one line', async (_, words, reason) => {
  const { code, out, err } = await (await openCli()).run(words);
  expect({ code, out, lines: err.split('\n').length }).toEqual({ code: 1, out: '', lines: 2 });
  expect(err).toMatch(reason);
});

test('every fault of an input is a line', async () => {
  const cli = await openCli();
  const { code, err } = await cli.run(['narrative', 'update', 'ai', '--name', ' ', '--short-name', ' ']);
  expect({ code, err }).toEqual({
    code: 1,
    err: '`name`: This must not be empty.\n`shortName`: This must not be empty.\n',
  });
});

test('a key point without a body is misuse', async () => {
  const { code, err } = await (await openCli()).run(['narrative', 'update', 'ai', '--key-point', 'Agents']);
  expect(code).toBe(2);
  expect(err).toContain('a title and a body');
});

test('the title of a draft with a reported result is changed, and its shares stay', async () => {
  const cli = await openCli();
  const folder = contentFolder(edited('surveys/awards.md', 'edition: 2024', 'edition: 2024\nstatus: DRAFT'));
  await cli.json(['load', folder]);
  const shares = async () => (await cli.json(['survey', 'show', 'awards'])).results;
  const before = await shares();
  expect(before[0]).toMatchObject({ narrative: 'ai', share: 30.2 });
  expect(await cli.json(['survey', 'update', 'awards', '--title', 'The Awards'])).toMatchObject({
    title: 'The Awards',
    status: 'DRAFT',
  });
  expect(await shares()).toEqual(before);
});
