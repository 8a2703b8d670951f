import { expect, test } from 'vitest';
import { openDatabase } from '../../src/db/client.ts';
import { readTurn } from '../../src/db/read-turn.ts';
import { surveyBySlug } from '../../src/survey/queries.ts';
import { startApp } from '../support/app.ts';

test('all reads of one turn of the event loop see the same snapshot, and the next turn sees a newer one', async () => {
  const app = await startApp();
  const writing = openDatabase(app.db.$client.name);
  const titleOf = () => surveyBySlug(app.db, 'sandbox', false)?.title;
  readTurn(app.db);
  expect(titleOf()).toBe('Sandbox');
  writing.$client.exec("update survey set title = 'Changed' where slug = 'sandbox'");
  expect(titleOf()).toBe('Sandbox');
  await new Promise((resolve) => setImmediate(resolve));
  expect(titleOf()).toBe('Changed');
  writing.$client.close();
});
