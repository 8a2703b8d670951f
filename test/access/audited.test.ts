import { expect, test } from 'vitest';
import { createNarrative, narrativeInput, updateNarrative } from '../narrative/edits.ts';
import { startApp } from '../support/app.ts';
import { keyFor, mutate } from '../support/mutations.ts';

test('the audit trail contains every change with the values before and after, and no refusals', async () => {
  const app = await startApp();
  const key = keyFor(app, 'narratives:write', 'audit:read');
  await mutate(app, key, createNarrative, narrativeInput);
  await mutate(app, key, createNarrative, narrativeInput);
  await mutate(app, key, updateNarrative, { slug: 'meme-coins', name: 'Memes' });
  const { body } = await app.post(
    {
      query:
        '{ auditTrail(first: 5) { totalCount nodes { actor action subject slug before after reason } } }',
    },
    key,
  );
  const [changed, created, keyCreated] = body.data.auditTrail.nodes;
  expect(keyCreated).toMatchObject({ actor: 'cli', action: 'createKey', subject: 'ApiKey' });
  expect(created).toMatchObject({
    action: 'createNarrative',
    subject: 'Narrative',
    slug: 'meme-coins',
    before: null,
  });
  expect(changed.actor).toMatch(/^key:/);
  expect(JSON.parse(changed.before).name).toBe('Meme Coins');
  expect(JSON.parse(changed.after).name).toBe('Memes');
  expect(() => app.db.$client.exec('delete from audit_entry')).toThrow(/append-only/);
  expect(() => app.db.$client.exec("update audit_entry set slug = ''")).toThrow(/append-only/);
});
