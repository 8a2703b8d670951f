import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { nodeProgram } from '../contestants.ts';
import { dataFolder } from '../data-set.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The files of a commit, with the installed packages of this one. */
export interface Checkout {
  commit: string;
  folder: string;
  /** The script that Node runs to start the server, with its arguments. */
  script: readonly string[];
}

/** The files of a commit, in `bench/.data/`; `undefined`: the working tree as it is. */
export function checkoutOf(commit: string | undefined): Checkout {
  if (commit === undefined) return { commit: 'the working tree', folder: root, script: scriptIn(root) };
  const git = (...parameters: string[]) => execFileSync('git', parameters, { cwd: root, maxBuffer: 1e9 });
  const hash = git('rev-parse', '--short', `${commit}^{commit}`).toString().trim();
  const folder = `${dataFolder}commit-${hash}/`;
  if (!existsSync(`${folder}node_modules`)) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    execFileSync('tar', ['-x', '-C', folder], { input: git('archive', hash) });
    symlinkSync(`${root}node_modules`, `${folder}node_modules`);
  }
  return { commit: hash, folder, script: scriptIn(folder) };
}

/** From `npm start`, since the file's name differs between commits. */
function scriptIn(folder: string): string[] {
  const { scripts } = JSON.parse(readFileSync(`${folder}package.json`, 'utf8'));
  const [, file = '', ...parameters] = scripts.start.split(' ');
  return [folder + file, ...parameters];
}

/** The data set with an open survey, created by the commit itself. */
export function dataSetOf({ folder }: Checkout): string {
  const program = `import { withRunningSurvey } from './bench/running-survey.ts';
    process.stdout.write(withRunningSurvey().file);`;
  return execFileSync(nodeProgram, ['--input-type=module', '--eval', program], {
    cwd: folder,
    encoding: 'utf8',
  });
}
