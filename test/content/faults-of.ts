import { relative } from 'node:path';
import { expect } from 'vitest';
import { ContentError } from '../../src/content/content-fault.ts';
import { loadContent } from '../../src/content/load-content.ts';
import { emptyDatabase } from '../support/database.ts';
import { contentFolder, now, rowsOf } from './sample.ts';

export type Changes = Readonly<Record<string, string | Buffer | null>>;

/**
 * The faults of the sample with these changes, as `file:line: message` with the file's path below the folder.
 */
export async function faultsOf(changes: Changes): Promise<string[]> {
  const db = emptyDatabase();
  const before = rowsOf(db);
  const folder = contentFolder(changes);
  try {
    await loadContent(db, folder, { now });
    return [];
  } catch (error) {
    if (!(error instanceof ContentError)) throw error;
    expect(rowsOf(db)).toEqual(before);
    return error.faults.map(({ file, line, message }) => `${relative(folder, file)}:${line}: ${message}`);
  }
}

export const narrative = 'narratives/ai.md';
export const awards = 'surveys/awards.md';
export const play = 'surveys/play.md';
export const about = 'articles/about.md';

/** What the case is about, the changes, and the one fault they cause. */
export type Case = [name: string, changes: Changes, fault: string];
