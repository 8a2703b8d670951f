import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { type Database, openDatabase } from '../../../src/db/client.ts';
import { migrate } from '../../../src/db/migrate.ts';
import { dataFolder } from '../../data-set.ts';
import { fingerprint, removeDatabases } from '../../fingerprint.ts';
import { fillArticles } from './articles.ts';
import { fillNarratives } from './narratives.ts';
import { fillApiKeys, fillAuditTrail } from './records.ts';
import { quickSize, type Size, wholeSize } from './size.ts';
import { closeSurveys, fillSurveys, opensAt, publishSurveys } from './surveys.ts';
import { countAndList } from './upkeep.ts';
import { verifyCounts } from './verify.ts';
import { fillVotes, votesEndAt } from './votes.ts';

export interface PriceDataSet {
  file: string;
  size: Size;
  megabytes: number;
}

export interface DataSetOptions {
  isQuick: boolean;
  /** Replaces an existing file, for changes that are not in its fingerprint. */
  isRebuilt: boolean;
  /** Receives lines of progress. */
  report: (line: string) => void;
}

/**
 * Creates the database unless it exists. Its content is always the same, except for the secrets of API keys.
 */
export async function priceDataSet({ isQuick, isRebuilt, report }: DataSetOptions): Promise<PriceDataSet> {
  const size = isQuick ? quickSize : wholeSize;
  const name = isQuick ? 'price-quick' : 'price';
  const file = `${dataFolder}${name}-${fingerprint(new URL('./', import.meta.url))}.db`;
  mkdirSync(dataFolder, { recursive: true });
  if (isRebuilt || !existsSync(file)) {
    removeDatabases(dataFolder, name);
    await make(`${dataFolder}${name}-unfinished.db`, file, size, report);
  }
  return { file, size, megabytes: Math.round(statSync(file).size / 1e6) };
}

async function make(
  unfinished: string,
  file: string,
  size: Size,
  report: (line: string) => void,
): Promise<void> {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(unfinished + end, { force: true });
  const db = openDatabase(unfinished);
  // An incomplete file is never used, so a crash may damage it. WAL changes to OFF only via DELETE.
  const pragmas = [
    'journal_mode = DELETE',
    'journal_mode = OFF',
    'synchronous = OFF',
    'cache_size = -2000000',
  ];
  for (const pragma of pragmas) db.$client.pragma(pragma);
  migrate(db);
  const started = performance.now();
  for (const [name, fill] of Object.entries(steps)) {
    const begun = performance.now();
    await fill(db, size);
    report(`${name}: ${((performance.now() - begun) / 1_000).toFixed(1)} s`);
  }
  db.$client.close();
  renameSync(unfinished, file);
  const seconds = (performance.now() - started) / 1_000;
  report(`made in ${seconds.toFixed(0)} s, ${Math.round(statSync(file).size / 1e6)} MB`);
}

type Fill = (db: Database, size: Size) => void | Promise<void>;

const inTransaction =
  (fill: (db: Database, size: Size) => void): Fill =>
  (db, size) =>
    db.transaction(() => fill(db, size));

const steps: Readonly<Record<string, Fill>> = {
  narratives: inTransaction((db, { narratives }) => fillNarratives(db, narratives, opensAt)),
  surveys: inTransaction((db, { surveys, narratives }) => fillSurveys(db, surveys, narratives, opensAt)),
  votes: fillVotes,
  'closed surveys': inTransaction((db, { surveys }) => closeSurveys(db, surveys, votesEndAt)),
  'counts and lists': (db) => countAndList(db, votesEndAt),
  'published surveys': inTransaction((db, { surveys }) => publishSurveys(db, surveys, votesEndAt + 1)),
  articles: inTransaction((db, size) => fillArticles(db, size, opensAt)),
  'audit trail': inTransaction((db, { auditEntries }) => fillAuditTrail(db, auditEntries, opensAt)),
  'API keys': inTransaction((db, { apiKeys }) => fillApiKeys(db, apiKeys, opensAt)),
  recount: (db) => void verifyCounts(db),
};
