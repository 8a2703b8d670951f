import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createApiKey } from '../src/access/api-key.ts';
import { openDatabase } from '../src/db/client.ts';
import { saveSurvey } from '../src/survey/save-survey.ts';
import { dataFolder, dataSet, narrativeSlug } from './data-set.ts';

export const runningSurvey = 'running';
export const choices: readonly string[] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(narrativeSlug);

export interface RunningSurvey {
  file: string;
  /** May cast votes without a budget. */
  key: string;
  remove: () => void;
}

/** A copy of the data set, on the same disk, with one more survey, which is open. */
export function withRunningSurvey(): RunningSurvey {
  const original = openDatabase(dataSet());
  const folder = mkdtempSync(join(dataFolder, 'running-'));
  const file = join(folder, 'awards.db');
  // A copy of the file would not have what is in its log.
  original.$client.prepare('vacuum into ?').run(file);
  original.$client.close();
  const db = openDatabase(file);
  const now = Date.now();
  db.transaction(() =>
    saveSurvey(
      db,
      {
        slug: runningSurvey,
        title: 'Top narratives, as votes come in',
        question: 'Which narrative moves the market most?',
        description: null,
        method: 'SINGLE_CHOICE',
        maxChoices: 1,
        overvote: 'PASS',
        resultSource: 'TALLIED',
        status: 'OPEN',
        resultsVisibility: 'LIVE',
        opensAt: now,
        isSample: false,
        options: [...choices],
      },
      undefined,
      now,
    ),
  );
  const { key } = createApiKey(db, { name: 'bench', scopes: ['votes:cast'], points: 0 }, now);
  db.$client.close();
  return { file, key, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
