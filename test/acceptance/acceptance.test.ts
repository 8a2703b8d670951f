import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { startApp } from '../support/app.ts';

const folder = new URL('./', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');
const operations = readdirSync(folder)
  .filter((name) => name.endsWith('.graphql'))
  .map((name) => name.replace('.graphql', ''));

describe('operations that clients send get the answers that they were promised', () => {
  test.each(operations)('%s', async (name) => {
    const app = await startApp();
    const variablesFile = `${name}.variables.json`;
    const variables = existsSync(new URL(variablesFile, folder))
      ? JSON.parse(read(variablesFile))
      : undefined;
    const { body } = await app.post({ query: read(`${name}.graphql`), variables });
    expect(body).toEqual({ data: JSON.parse(read(`${name}.json`)) });
  });

  test('the members of a batch are answered in their order', async () => {
    const app = await startApp();
    const { status, body } = await app.post(read('dashboard-batch.json'));
    expect(status).toBe(200);
    expect(body).toHaveLength(3);
    expect(body[0].data.survey.results[0]).toEqual({ share: 30.2, narrative: { shortName: 'DePIN' } });
    expect(body[1].data.narrative.keyPoints).toHaveLength(3);
    expect(body[2]).toEqual({ data: { articles: { totalCount: 3 } } });
  });
});
