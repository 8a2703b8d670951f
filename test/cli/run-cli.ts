import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { temporaryFolder } from '../support/database.ts';
import { command, type Outcome, type RunOptions } from './command.ts';

export interface Cli {
  folder: string;
  databaseFile: string;
  /** Runs a command on its database; `words` begin with the command. */
  run: (words: readonly string[], options?: RunOptions) => Promise<Outcome>;
  /** The same with `--json`; fails unless the command ends with 0. */
  // A test looks at what came back; what that is, is its question.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  json: (words: readonly string[]) => Promise<any>;
  /** Writes a file into the folder and returns its path. */
  fileOf: (name: string, content: string | Buffer) => string;
}

/** A database of its own with the default content, and how commands run on it. */
export async function openCli(): Promise<Cli> {
  const folder = temporaryFolder();
  const databaseFile = join(folder, 'data', 'test.db');
  const run: Cli['run'] = (words, options = {}) =>
    command(words, { ...options, environment: { DATABASE_FILE: databaseFile, ...options.environment } });
  const json: Cli['json'] = async (words) => {
    const { code, out, err } = await run([...words, '--json']);
    // A slow machine gets to see how far an import has come.
    const messages = err.replace(/^[\d,]+ rows [a-z]+\n/gm, '');
    expect({ code, messages }).toEqual({ code: 0, messages: '' });
    return JSON.parse(out);
  };
  const fileOf: Cli['fileOf'] = (name, content) => {
    mkdirSync(folder, { recursive: true });
    const file = join(folder, name);
    writeFileSync(file, content);
    return file;
  };
  await json(['load', '--create']);
  return { folder, databaseFile, run, json, fileOf };
}

/** An open survey `best` with the options ai, depin and rwa. */
export async function openBest({ run, json }: Cli, ...more: string[]): Promise<void> {
  const about = ['--slug', 'best', '--title', 'Best', '--question', 'Which?'];
  await json(['survey', 'create', ...about, '--option', 'ai', 'depin', 'rwa', ...more]);
  expect((await run(['survey', 'open', 'best'])).code).toBe(0);
}
