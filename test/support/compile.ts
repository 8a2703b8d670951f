import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the project, for the imports of the code. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * The compiler's errors for each module, '' for one without. All modules are compiled in one run, since most
 * of a run is reading what they import. They are written outside `src/` because other tests read that folder.
 */
export function compile<Name extends string>(modules: Readonly<Record<Name, string>>): Record<Name, string> {
  const folder = mkdtempSync(join(tmpdir(), 'moon-awards-'));
  try {
    // The keys of an object of this type.
    const names = Object.keys(modules) as Name[];
    for (const name of names) writeFileSync(join(folder, `${name}.mts`), modules[name]);
    const compilerOptions = { typeRoots: [`${root}/node_modules/@types`], noUnusedLocals: false };
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ extends: `${root}/tsconfig.json`, compilerOptions, include: ['*.mts'] }),
    );
    const errors = errorsIn(folder);
    const isOf = (name: string, error: string) => error.startsWith(`${name}.mts(`);
    // An error outside the modules, such as a wrong setting, is one of each of them.
    const common = errors.filter((error) => !names.some((name) => isOf(name, error)));
    // Each name has an entry.
    return Object.fromEntries(
      names.map((name) => [name, [...common, ...errors.filter((error) => isOf(name, error))].join('\n')]),
    ) as Record<Name, string>;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function errorsIn(folder: string): string[] {
  try {
    const options = ['--noEmit', '--pretty', 'false', '-p', '.'];
    execFileSync(`${root}/node_modules/.bin/tsc`, options, { cwd: folder, encoding: 'utf8' });
    return [];
  } catch (error) {
    // Thrown by execFileSync. The further lines of an error are indented.
    return (error as { stdout: string }).stdout.trimEnd().split(/\n(?! )/);
  }
}
