import { expect, test } from 'vitest';
import { openDatabase } from '../../src/db/client.ts';
import { updateNarrative } from '../../src/narrative/edit-narrative.ts';
import { contentFolder, edited } from '../content/sample.ts';
import { openBest, openCli } from './run-cli.ts';

test('an import, a voided import and keys leave entries with who, what and when', async () => {
  const cli = await openCli();
  await openBest(cli);
  const { id } = await cli.json(['keys', 'create', '--name', 'site', '--scopes', 'votes:cast']);
  const answers = cli.fileOf('answers.csv', 'Favourite\nAI\nDePIN\nAI\n');
  const importing = ['votes', 'import', '--survey', 'best', answers, '--choice-columns', 'Favourite'];
  const { batch } = await cli.json(importing);
  await cli.json(['votes', 'void', '--batch', batch, '--reason', 'A test run']);
  await cli.json(['keys', 'revoke', id]);
  const entries = await cli.json(['audit', '--limit', '4']);
  const at = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/);
  const byCli = { at, actor: 'cli', keyName: null, reason: null };
  const key = { name: 'site', scopes: ['votes:cast'], points: null, expiresAt: null, revokedAt: null };
  expect(entries).toEqual([
    {
      ...byCli,
      action: 'revokeKey',
      subject: 'ApiKey',
      slug: id,
      before: key,
      after: { ...key, revokedAt: at },
    },
    {
      ...byCli,
      action: 'voidImport',
      subject: 'Survey',
      slug: 'best',
      before: { import: batch, votes: 3 },
      after: { import: batch, votes: 0 },
      reason: 'A test run',
    },
    {
      ...byCli,
      action: 'importVotes',
      subject: 'Survey',
      slug: 'best',
      before: null,
      after: { import: batch, votes: 3 },
    },
    { ...byCli, action: 'createKey', subject: 'ApiKey', slug: id, before: null, after: key },
  ]);
});

test('a second run of a finished import leaves no entry, nor does one that is refused', async () => {
  const cli = await openCli();
  await openBest(cli);
  const answers = cli.fileOf('answers.csv', 'Favourite\nAI\n');
  const importing = ['votes', 'import', '--survey', 'best', answers, '--choice-columns', 'Favourite'];
  await cli.json(importing);
  await cli.json(importing);
  await cli.run(['keys', 'create', '--name', 'x', '--scopes', 'votes:cast', '--expires', '2020-01-01']);
  await cli.run(['keys', 'revoke', 'unknown']);
  const actions = (await cli.json(['audit'])).map(({ action }: { action: string }) => action);
  expect(actions.filter((action: string) => /import|key/i.test(action))).toEqual(['importVotes']);
});

test('entries are found by who, what and when, with the name of a key beside its id', async () => {
  const cli = await openCli();
  const { id } = await cli.json(['keys', 'create', '--name', 'news desk', '--scopes', 'narratives:write']);
  const db = openDatabase(cli.databaseFile);
  const editor = { actor: `key:${id}`, now: Date.UTC(2026, 0, 15) };
  const changes = { ai: { slug: 'ai', shortName: 'A.I.' }, rwa: { slug: 'rwa', shortName: 'Assets' } };
  await updateNarrative(db, changes.ai, editor);
  await updateNarrative(db, changes.rwa, { ...editor, now: Date.UTC(2026, 1, 15) });
  db.$client.close();
  const found = async (...flags: string[]) =>
    (await cli.json(['audit', ...flags])).map(({ slug }: { slug: string }) => slug);
  expect(await found('--actor', 'news desk')).toEqual(['rwa', 'ai']);
  expect(await found('--actor', id)).toEqual(['rwa', 'ai']);
  expect(await found('--actor', `key:${id}`, '--until', '2026-02-01')).toEqual(['ai']);
  expect(await found('--since', '2026-02-01', '--until', '2026-03-01')).toEqual(['rwa']);
  expect(await found('--action', 'updateNarrative', '--slug', 'ai')).toEqual(['ai']);
  expect(await found('--subject', 'Narrative', '--actor', 'news desk', '--limit', '1')).toEqual(['rwa']);
  expect(await found('--actor', 'somebody else')).toEqual([]);
  expect((await cli.run(['audit', '--actor', 'news desk', '--slug', 'ai'])).out).toBe(
    `2026-01-15T00:00:00.000Z  key:${id} (news desk)  updateNarrative  Narrative ai: shortName\n`,
  );
});

test('each object that a load writes leaves an entry with what it was before and after', async () => {
  const cli = await openCli();
  const loaded = await cli.json(['audit', '--action', 'loadContent', '--limit', '1000']);
  const { changes } = await cli.json(['load', contentFolder(), '--check']);
  expect(changes.map(({ outcome }: { outcome: string }) => outcome)).toContain('missing');
  expect(loaded).toHaveLength(14);
  const [survey] = await cli.json(['audit', '--slug', 'top-crypto-narratives-2024', '--subject', 'Survey']);
  expect(survey).toMatchObject({ actor: 'cli', action: 'loadContent', before: null });
  expect(survey.after.results.slice(0, 2)).toEqual([
    { narrative: 'depin', share: 30.2 },
    { narrative: 'ai', share: 18.8 },
  ]);
  const folder = contentFolder(edited('narratives/ai.md', 'shortName: AI', 'shortName: A.I.'));
  await cli.json(['load', folder]);
  const [latest] = await cli.json(['audit', '--slug', 'ai']);
  expect(latest).toMatchObject({
    action: 'loadContent',
    subject: 'Narrative',
    before: { name: 'Artificial Intelligence', shortName: 'AI' },
    after: { name: 'AI Networks', shortName: 'A.I.' },
  });
  const count = async () => (await cli.json(['audit', '--limit', '1000'])).length;
  const before = await count();
  await cli.json(['load', folder]);
  expect(await count()).toBe(before);
});
