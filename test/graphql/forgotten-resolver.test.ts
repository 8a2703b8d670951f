import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../support/database.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What the compiler reports for this code, in a folder of its own: other tests read `src/` meanwhile. */
function complaints(code: string): string {
  const folder = temporaryFolder();
  const settings = join(folder, 'tsconfig.json');
  writeFileSync(join(folder, 'code.mts'), code);
  const compilerOptions = { typeRoots: [`${root}/node_modules/@types`] };
  writeFileSync(
    settings,
    JSON.stringify({ extends: `${root}/tsconfig.json`, compilerOptions, include: ['code.mts'] }),
  );
  try {
    execFileSync(`${root}/node_modules/.bin/tsc`, ['--noEmit', '-p', settings], { encoding: 'utf8' });
    return '';
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

const code = (resolvers: string) => `
import type { SeriesRow } from '${root}/src/db/tables/survey.ts';
import type { NarrativeRow } from '${root}/src/db/tables/narrative.ts';
import type { ResolversFor } from '${root}/src/graphql/resolvers-for.ts';
import type { NarrativeResolvers, SeriesResolvers } from '${root}/src/generated/schema-types.ts';
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
