import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../support/database.ts';
import { command } from './command.ts';

const fileAt = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const walkthrough = readFileSync(fileAt('../../docs/award-walkthrough.md'), 'utf8');

/** The blocks of the document in this language, in its order. */
const blocks = (language: string): string[] =>
  [...walkthrough.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(
    ([, text = '']) => text,
  );

/** Ends the server too where a block fails. */
const prelude = "set -euo pipefail\nserver=''\ntrap 'kill $server 2> kill.log || true' EXIT\n";

test('the walkthrough leads from an empty folder to a published award', { timeout: 240_000 }, async () => {
  const folder = temporaryFolder();
  const bin = temporaryFolder();
  symlinkSync(fileAt('../../bin/moon-awards'), join(bin, 'moon-awards'));
  mkdirSync(join(folder, 'award'));
  const award = join(folder, 'award');
  const script = prelude + blocks('sh').join('\n');
  const path = [bin, dirname(process.execPath), process.env.PATH].join(':');
  const { stdout } = await promisify(execFile)('bash', ['--norc', '-c', script], {
    cwd: award,
    env: { PATH: path, PORT: '0' },
  });
  const lines = stdout.split(/\r?\n/);
  const promised = blocks('text').flatMap((text) => text.trimEnd().split('\n'));
  expect(promised.length).toBeGreaterThan(0);
  expect(promised.filter((line) => !lines.includes(line))).toEqual([]);

  const environment = { DATABASE_FILE: join(award, 'data', 'moon-awards.db'), PORT: '0' };
  const json = async (...words: string[]) =>
    JSON.parse((await command([...words, '--json'], { environment })).out);
  expect(await json('survey', 'show', 'best-narratives-2027')).toMatchObject({
    status: 'PUBLISHED',
    voteCount: 1004,
    results: [
      { rank: 1, narrative: 'agents', votes: 501 },
      { rank: 2, narrative: 'rwa', votes: 302 },
      { rank: 3, narrative: 'depin', votes: 201 },
    ],
  });
  const actions = (await json('audit')).map(({ action }: { action: string }) => action).toReversed();
  expect(actions).toEqual([
    ...['createNarrative', 'createNarrative', 'loadContent', 'createSeries', 'createSurvey', 'updateSurvey'],
    ...['createKey', 'openSurvey', 'importVotes', 'closeSurvey', 'createArticle', 'publishSurvey'],
    'publishArticle',
  ]);
  expect(readdirSync(award)).toContain('award-2027.db');
  expect(await articlePage(environment)).toContain('Agents are number 1, with 49.9% of the votes');
});

/** The public page of the article, from a server of its own. */
async function articlePage(environment: Record<string, string>): Promise<string> {
  const stop = Promise.withResolvers<void>();
  let page = Promise.resolve('');
  await command(['serve'], {
    environment,
    stopped: stop.promise,
    onOut: (out) => {
      const url = /http:\S+/.exec(out)?.[0] ?? '';
      page = fetch(new URL('/articles/best-narratives-2027', url))
        .then((response) => response.text())
        .finally(stop.resolve);
    },
  });
  return await page;
}
