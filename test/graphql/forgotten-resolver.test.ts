import { beforeAll, expect, test } from 'vitest';
import { compile, root } from '../support/compile.ts';

const code = (resolvers: string) => `
import type { SeriesRow } from '${root}/src/db/tables/survey.ts';
import type { NarrativeRow } from '${root}/src/db/tables/narrative.ts';
import type { ResolversFor } from '${root}/src/graphql/resolvers-for.ts';
import type { NarrativeResolvers, SeriesResolvers } from '${root}/src/generated/schema-types.ts';
declare const others: Pick<NarrativeResolvers, 'articles' | 'result' | 'results'>;
${resolvers}`;

const modules = {
  complete: code(`
    export const Series: ResolversFor<SeriesResolvers, SeriesRow> = {};
    export const Narrative: ResolversFor<NarrativeResolvers, NarrativeRow> = {
      ...others, id: ({ slug }) => slug, keyPoints: () => [], relatedProjects: () => [{ name: 'x' }],
    };`),
  withoutResolver: code(`
    export const Narrative: ResolversFor<NarrativeResolvers, NarrativeRow> = {
      ...others, id: ({ slug }) => slug, relatedProjects: () => [],
    };`),
  withOtherResult: code(`
    export const Narrative: ResolversFor<NarrativeResolvers, NarrativeRow> = {
      ...others, id: ({ slug }) => slug, keyPoints: () => [{ title: 1 }], relatedProjects: () => [],
    };`),
  withOtherColumn: code(`
    export const Series: ResolversFor<SeriesResolvers, { slug: string; title: number }> = {};`),
};

let errors: Record<keyof typeof modules, string>;

beforeAll(() => {
  errors = compile(modules);
});

test('a type with a resolver for every field without a column compiles', () => {
  expect(errors.complete).toBe('');
});

test('a missing resolver does not compile, and the error names the field', () => {
  expect(errors.withoutResolver).toMatch(/keyPoints/);
});

test('a resolver with a result of another type than the schema’s does not compile', () => {
  expect(errors.withOtherResult).toMatch(/title|number/);
});

test('a field needs a resolver if the column of its name has another type', () => {
  expect(errors.withOtherColumn).toMatch(/title/);
});
