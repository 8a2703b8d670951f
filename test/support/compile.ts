import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from './database.ts';

/** The folder of the project, for the imports of the code. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * The compiler's output for this code, which is written outside `src/` because other tests read that folder.
 */
export function compile(code: string): string {
  const folder = temporaryFolder();
  const settings = join(folder, 'tsconfig.json');
  writeFileSync(join(folder, 'code.mts'), code);
  const compilerOptions = { typeRoots: [`${root}/node_modules/@types`], noUnusedLocals: false };
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
