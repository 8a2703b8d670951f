import { describe, expect, test } from 'vitest';
import { createApiKey } from '../../src/access/api-key.ts';
import type { Scope } from '../../src/access/scope.ts';
import { type App, startApp } from '../support/app.ts';

/** A value of a key of an update, and what is read after it was set, and after it was set to null. */
interface Edit {
  value: unknown;
  /** The selection that reads it; the key itself when omitted. */
  selection?: string;
  /** The value itself when omitted. */
  read?: unknown;
  /** What is read before when omitted: null leaves the value. */
  afterNull?: unknown;
}

interface EditedType {
  scope: Scope;
  /** An input that creates an object. */
  given: { slug: string };
  /** By the keys of the update, in an order in which they can be set one by one, and removed in reverse. */
  edits: Readonly<Record<string, Edit>>;
}

const types: Record<'Narrative' | 'Survey' | 'Article', EditedType> = {
  Narrative: {
    scope: 'narratives:write',
    given: newNarrative(),
    edits: {
      name: { value: 'New name' },
      shortName: { value: 'New' },
      summary: { value: 'New summary.' },
      keyPoints: { value: [{ title: 'A', body: 'B' }], selection: 'keyPoints { title body }' },
      relatedProjects: {
        value: ['X', 'Y'],
        selection: 'relatedProjects { name }',
        read: [{ name: 'X' }, { name: 'Y' }],
      },
    },
  },
  Survey: {
    scope: 'surveys:write',
    given: newSurvey(),
    edits: {
      title: { value: 'New title' },
      question: { value: 'What?' },
      options: {
        value: ['defi', 'depin', 'gamefi'],
        selection: 'options { slug }',
        read: [{ slug: 'defi' }, { slug: 'depin' }, { slug: 'gamefi' }],
      },
      method: { value: 'RANKED_CHOICE' },
      description: { value: '*How*.', selection: 'description(format: MARKDOWN)', afterNull: null },
      edition: { value: 2031, afterNull: null },
      series: {
        value: 'top-crypto-narratives',
        selection: 'series { slug }',
        read: { slug: 'top-crypto-narratives' },
        afterNull: null,
      },
      maxChoices: { value: 2 },
      overvote: { value: 'EXHAUST' },
      resultsVisibility: { value: 'LIVE' },
      opensAt: { value: '2031-01-01T00:00:00.000Z', afterNull: null },
      closesAt: { value: '2031-02-01T00:00:00.000Z', afterNull: null },
    },
  },
  Article: {
    scope: 'articles:write',
    given: newArticle(),
    edits: {
      title: { value: 'New title' },
      excerpt: { value: 'New excerpt.' },
      category: { value: 'Opinion', selection: 'category { name }', read: { name: 'Opinion' } },
      author: { value: 'Guest', selection: 'author { name }', read: { name: 'Guest' } },
      body: { value: 'Other *words*.', selection: 'body(format: MARKDOWN)' },
      // It is counted again.
      readingTimeMinutes: { value: 9, afterNull: 1 },
      faqs: {
        value: [{ question: 'Q?', answer: 'A.' }],
        selection: 'faqs { question answer(format: MARKDOWN) }',
      },
      disclaimer: { value: 'Not advice.', afterNull: null },
      survey: {
        value: 'top-crypto-narratives-2024',
        selection: 'survey { slug }',
        read: { slug: 'top-crypto-narratives-2024' },
        afterNull: null,
      },
      narratives: {
        value: ['defi', 'depin'],
        selection: 'narratives { slug }',
        read: [{ slug: 'defi' }, { slug: 'depin' }],
      },
    },
  },
};

function newNarrative() {
  const texts = { name: 'Name', shortName: 'Short', summary: 'Summary.' };
  return { slug: 'edited', ...texts, keyPoints: [], relatedProjects: [] };
}

function newSurvey() {
  return { slug: 'edited', title: 'Title', question: 'Which?', options: ['depin', 'defi'] };
}

function newArticle() {
  const filed = { category: 'Research', author: 'Desk' };
  return { slug: 'edited', title: 'Title', excerpt: 'Excerpt.', ...filed, body: 'One.' };
}

describe.each(Object.entries(types))('every key of an update of type %s', (type, { scope, given, edits }) => {
  const field = type.toLowerCase();

  async function mutate(app: App, verb: 'create' | 'update', input: object, selection = 'slug') {
    const Verb = verb === 'create' ? 'Create' : 'Update';
    const { key } = createApiKey(app.db, { name: 'desk', scopes: [scope, 'drafts:read'] }, 1);
    const query = `mutation ($input: ${Verb}${type}Input!) { ${verb}${type}(input: $input) {
      ... on ${Verb}${type}Success { ${field} { ${selection} } } ... on UserError { code message path } } }`;
    const { body } = await app.post({ query, variables: { input } }, { authorization: `Bearer ${key}` });
    expect(body.errors).toBeUndefined();
    const [result] = Object.values<Record<string, unknown>>(body.data);
    expect(result?.code, JSON.stringify(result)).toBeUndefined();
    return result;
  }

  const update = (app: App, key: string, value: unknown) =>
    mutate(app, 'update', { slug: given.slug, [key]: value }, edits[key]?.selection ?? key);

  test('has its line in this test', async () => {
    const app = await startApp();
    const { __type } = await app.query(`{ __type(name: "Update${type}Input") { inputFields { name } } }`);
    const names: string[] = __type.inputFields.map(({ name }: { name: string }) => name);
    expect(['slug', ...Object.keys(edits)].toSorted()).toEqual(names.toSorted());
  });

  test('changes what is stored, and the audit trail has it', async () => {
    const app = await startApp();
    await mutate(app, 'create', given);
    for (const [key, { value, read = value }] of Object.entries(edits)) {
      expect(await update(app, key, value)).toEqual({ [field]: { [key]: read } });
      const { before, after } = latestEntry(app);
      expect(after[key], key).not.toEqual(before[key]);
    }
  });

  test('leaves or removes what is stored when it is null', async () => {
    const app = await startApp();
    await mutate(app, 'create', given);
    const values = Object.entries(edits).map(([key, { value }]) => [key, value]);
    await mutate(app, 'update', { slug: given.slug, ...Object.fromEntries(values) });
    for (const [key, { value, read = value, afterNull = read }] of Object.entries(edits).toReversed()) {
      expect(await update(app, key, null)).toEqual({ [field]: { [key]: afterNull } });
    }
  });
});

/** The object before and after the latest change. */
function latestEntry(app: App): { before: Record<string, unknown>; after: Record<string, unknown> } {
  const row = app.db.$client
    .prepare('select before, after from audit_entry order by id desc limit 1')
    .get() as { before: string; after: string };
  return { before: JSON.parse(row.before), after: JSON.parse(row.after) };
}
