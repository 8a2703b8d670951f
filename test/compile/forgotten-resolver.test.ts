import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What the compiler says of this code, put beside the types that it uses. */
function complaints(code: string): string {
  const name = `src/graphql/compile-${process.pid}-${Math.random().toString(36).slice(2)}`;
  const settings = `${root}/tsconfig.${name.split('/').at(-1)}.json`;
  writeFileSync(`${root}/${name}.ts`, code);
  writeFileSync(settings, JSON.stringify({ extends: './tsconfig.json', include: [`${name}.ts`] }));
  try {
    execFileSync(`${root}/node_modules/.bin/tsc`, ['--noEmit', '-p', settings], {
      cwd: root,
      encoding: 'utf8',
    });
    return '';
  } catch (error) {
    return (error as { stdout: string }).stdout;
  } finally {
    rmSync(`${root}/${name}.ts`);
    rmSync(settings);
  }
}

const code = (resolvers: string) => `
import type { SeriesRow } from '../db/tables/survey.ts';
import type { NarrativeRow } from '../db/tables/narrative.ts';
import type { ResolversFor } from './resolvers-for.ts';
import type { NarrativeResolvers, SeriesResolvers } from './types.generated.ts';
declare const others: Pick<NarrativeResolvers, 'articles' | 'result' | 'results'>;
${resolvers}`;

test('resolvers for every field that no column answers compile', { timeout: 60_000 }, () => {
  const complete = code(`
    export const Series: ResolversFor<SeriesResolvers, SeriesRow> = {};
    export const Narrative: ResolversFor<NarrativeResolvers, NarrativeRow> = {
      ...others, id: ({ slug }) => slug, keyPoints: () => [], relatedProjects: () => [{ name: 'x' }],
    };`);
  expect(complaints(complete)).toBe('');
});

test('a forgotten resolver does not compile, and the compiler names the field', { timeout: 60_000 }, () => {
  const forgotten = code(`
    export const Narrative: ResolversFor<NarrativeResolvers, NarrativeRow> = {
      ...others, id: ({ slug }) => slug, relatedProjects: () => [],
    };`);
  expect(complaints(forgotten)).toMatch(/keyPoints/);
});

test('a resolver of another type than the schema says does not compile', { timeout: 60_000 }, () => {
  const wrong = code(`
    export const Narrative: ResolversFor<NarrativeResolvers, NarrativeRow> = {
      ...others, id: ({ slug }) => slug, keyPoints: () => [{ title: 1 }], relatedProjects: () => [],
    };`);
  expect(complaints(wrong)).toMatch(/title|number/);
});

test('a column that has the name of a field but another type does not excuse its resolver', {
  timeout: 60_000,
}, () => {
  const wrong = code(`
    export const Series: ResolversFor<SeriesResolvers, { slug: string; title: number }> = {};`);
  expect(complaints(wrong)).toMatch(/title/);
});
