import { isNotNull } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { updateArticle } from '../../src/article/edit-article.ts';
import { defaultContentFolder, loadContent } from '../../src/content/load-content.ts';
import type { Database } from '../../src/db/client.ts';
import { contentFile } from '../../src/db/tables/content.ts';
import type { Writer } from '../../src/db/writer.ts';
import { updateNarrative as updateNarrativeHere } from '../../src/narrative/edit-narrative.ts';
import { closeSurvey } from '../../src/survey/lifecycle-writes.ts';
import { addArticle } from '../article/sample.ts';
import { updateNarrative } from '../narrative/edits.ts';
import { startApp } from '../support/app.ts';
import { keyFor, mutate } from '../support/mutations.ts';
import { startVoting } from '../vote/voting.ts';

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

describe('an edit is known to the next load for its own file alone, not for files of other kinds with the same slug', () => {
  const editor = { actor: 'key:desk', now: 5 };
  const patch = { slug: 'same', summary: 'Otherwise.' };
  const edits: Record<string, (db: Database, writer: Writer) => unknown> = {
    narrative: (db) => updateNarrativeHere(db, patch, editor),
    article: (db) => updateArticle(db, { slug: 'same', title: 'Other' }, editor),
    survey: (db, writer) => closeSurvey(writer, db, { survey: 'same', actor: 'key:desk' }),
  };

  test.each(Object.keys(edits))('%s', async (kind) => {
    const { db, writer } = startVoting({ slug: 'same' }, { slugs: ['same', 'other'] });
    addArticle(db, { slug: 'same' });
    const files = ['narrative', 'survey', 'article'] as const;
    db.insert(contentFile)
      .values(files.map((each) => ({ kind: each, slug: 'same', digest: each, loadedAt: 1 })))
      .run();
    await edits[kind]?.(db, writer);
    const edited = db.select().from(contentFile).where(isNotNull(contentFile.editedAt)).all();
    expect(edited.map((file) => file.kind)).toEqual([kind]);
  });
});
