import { describe, expect, test } from 'vitest';
import { startApp } from '../support/app.ts';
import { keyFor, mutate } from '../support/mutations.ts';
import { createNarrative, narrativeInput, updateNarrative } from './edits.ts';

describe('narratives', () => {
  test('are created once and updated partially', async () => {
    const app = await startApp();
    const key = keyFor(app, 'narratives:write');
    expect(await mutate(app, key, createNarrative, { ...narrativeInput, relatedProjects: ['A'] })).toEqual({
      __typename: 'CreateNarrativeSuccess',
      narrative: {
        slug: 'meme-coins',
        name: 'Meme Coins',
        keyPoints: [{ title: 'Attention' }],
        relatedProjects: [{ name: 'A' }],
      },
    });
    expect(await mutate(app, key, createNarrative, narrativeInput)).toMatchObject({
      __typename: 'SlugTakenError',
      code: 'SLUG_TAKEN',
      message:
        'The slug `meme-coins` is already in use. Choose another, or change the narrative that has it.',
      path: ['slug'],
    });
    expect(await mutate(app, key, updateNarrative, { slug: 'meme-coins', name: 'Memes' })).toEqual({
      __typename: 'UpdateNarrativeSuccess',
      narrative: { slug: 'meme-coins', name: 'Memes', summary: 'Coins that live by a joke.' },
    });
    expect(await mutate(app, key, updateNarrative, { slug: 'none' })).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(
      (await app.query('{ search(query: "memes") { nodes { ... on Narrative { slug } } } }')).search.nodes,
    ).toEqual([{ slug: 'meme-coins' }]);
  });

  test('need no key points and no related projects, which can be absent or null', async () => {
    const app = await startApp();
    const key = keyFor(app, 'narratives:write');
    const { keyPoints: _, ...required } = narrativeInput;
    for (const input of [required, { ...required, slug: 'nulls', keyPoints: null, relatedProjects: null }]) {
      expect(await mutate(app, key, createNarrative, input)).toMatchObject({
        __typename: 'CreateNarrativeSuccess',
        narrative: { slug: input.slug, keyPoints: [], relatedProjects: [] },
      });
    }
  });

  test('are validated like content files, with all faults reported', async () => {
    const app = await startApp();
    const key = keyFor(app, 'narratives:write');
    const input = { ...narrativeInput, slug: 'Not A Slug', name: ' ', keyPoints: [{ title: '', body: 'x' }] };
    const result = await mutate(app, key, createNarrative, input);
    expect(result).toMatchObject({ __typename: 'InvalidInputError', code: 'INVALID_INPUT', path: ['slug'] });
    expect(result).toHaveProperty('faults');
    expect(Object(result).faults.map(({ path }: { path: string[] }) => path.join('.'))).toEqual([
      'slug',
      'name',
      'keyPoints.0.title',
    ]);
  });
});
