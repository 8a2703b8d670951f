import { expect, test } from 'vitest';
import { defaultContentFolder, loadContent } from '../../src/content/load-content.ts';
import { updateNarrative } from '../narrative/edits.ts';
import { startApp } from '../support/app.ts';
import { keyFor, mutate } from '../support/mutations.ts';

test('loading content does not overwrite edits of the API unless it is forced', async () => {
  const app = await startApp();
  await mutate(app, keyFor(app, 'narratives:write'), updateNarrative, {
    slug: 'ai',
    name: 'Thinking Machines',
  });
  const nameOf = async () => (await app.query('{ narrative(slug: "ai") { name } }')).narrative.name;
  const result = await loadContent(app.db, defaultContentFolder, { now: 2 });
  expect(result.changes).toMatchObject([{ kind: 'narrative', slug: 'ai', outcome: 'skipped' }]);
  expect(await nameOf()).toBe('Thinking Machines');
  await loadContent(app.db, defaultContentFolder, { now: 3, force: true });
  expect(await nameOf()).toBe('Artificial Intelligence');
});
