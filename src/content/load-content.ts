import { fileURLToPath } from 'node:url';
import { and, eq, sql } from 'drizzle-orm';
import type { Database } from '../db/client.ts';
import { article } from '../db/tables/article.ts';
import { contentFile } from '../db/tables/content.ts';
import { narrative } from '../db/tables/narrative.ts';
import { survey, surveyOption } from '../db/tables/survey.ts';
import { writeTransaction } from '../db/write-transaction.ts';
import { revisionByFile } from '../result/revision-writes.ts';
import { ContentError, type ContentFault } from './content-fault.ts';
import { type ContentFile, readContentFile } from './content-file.ts';
import { type ContentKind, contentKinds, readContentFolder } from './content-folder.ts';
import { type Known, referenceFaults } from './references.ts';

/** The content that comes with the program. */
export const defaultContentFolder = fileURLToPath(new URL('../../content', import.meta.url));

export interface LoadOptions {
  /** Milliseconds since 1970; becomes the `updatedAt` of what is written. */
  now: number;
  /** Whether what was changed through the API since the last load is overwritten. */
  force?: boolean;
}

export interface ContentChange {
  kind: ContentKind;
  slug: string;
  /**
   * - `kept`: changed through the API since the last load, and therefore not written.
   * - `gone`: no longer in the folder; what was loaded stays.
   */
  outcome: 'added' | 'changed' | 'kept' | 'gone';
  /** Keys of the file that the survey no longer takes from it: where it stands is for operators to move. */
  keptKeys: readonly string[];
}

/** How many files had which outcome, and all that is not plainly unchanged, by kind and slug. */
export interface LoadReport extends Record<ContentChange['outcome'] | 'unchanged', number> {
  changes: ContentChange[];
}

/**
 * Brings the content files of the folder into the database, in one transaction: what a file says anew is written, all else is left alone.
 * Throws ContentError, before anything is written, with every fault of every file.
 */
export function loadContent(db: Database, folder: string, { now, force = false }: LoadOptions): LoadReport {
  const { sources, faults: folderFaults } = readContentFolder(folder);
  const read = sources.map(readContentFile);
  const files = read.map(({ file }) => file);
  const faults = [...folderFaults, ...read.flatMap(({ faults }) => faults)];
  return writeTransaction(db, () => {
    refuse([...faults, ...referenceFaults(files, knownIn(db))]);
    const outcomes = files.map((file) => loadFile(db, file, now, force));
    refuse(outcomes.flatMap((outcome) => ('fault' in outcome ? [outcome.fault] : [])));
    return report([
      ...outcomes.flatMap((outcome) => ('fault' in outcome ? [] : [outcome])),
      ...goneFiles(db, files),
    ]);
  });
}

/** Loads the default content into a database that has none; undefined when there is some. */
export function loadFirstContent(db: Database, now: number): LoadReport | undefined {
  const isEmpty = [narrative, survey, article].every((table) => db.select().from(table).get() === undefined);
  return isEmpty ? loadContent(db, defaultContentFolder, { now }) : undefined;
}

function refuse(faults: readonly ContentFault[]): void {
  if (faults.length > 0) throw new ContentError(faults);
}

const tables = { narrative, survey, article };

const slugsIn = (db: Database, kind: ContentKind): Set<string> => {
  const table = tables[kind];
  return new Set(
    db
      .select({ slug: table.slug })
      .from(table)
      .all()
      .map(({ slug }) => slug),
  );
};

const knownIn = (db: Database): Known => ({
  narratives: slugsIn(db, 'narrative'),
  surveys: slugsIn(db, 'survey'),
  optionsOf: (slug) => {
    const options = db
      .select({ slug: narrative.slug })
      .from(surveyOption)
      .innerJoin(survey, eq(survey.id, surveyOption.surveyId))
      .innerJoin(narrative, eq(narrative.id, surveyOption.narrativeId))
      .where(eq(survey.slug, slug))
      .all();
    return new Set(options.map(({ slug }) => slug));
  },
});

type Outcome = Omit<ContentChange, 'outcome'> & { outcome: ContentChange['outcome'] | 'unchanged' };

function loadFile(
  db: Database,
  { kind, slug, file, lineOf, ready }: ContentFile,
  now: number,
  force: boolean,
): Outcome | { fault: ContentFault } {
  if (ready === undefined) throw new Error(`${file} has faults that were not reported.`);
  const { digest, save } = ready;
  const loaded = db
    .select()
    .from(contentFile)
    .where(and(eq(contentFile.kind, kind), eq(contentFile.slug, slug)))
    .get();
  const table = tables[kind];
  const exists = db.select({ id: table.id }).from(table).where(eq(table.slug, slug)).get() !== undefined;
  // A row that no load has written was made through the API.
  const isEdited = exists && (loaded === undefined || loaded.editedAt !== null);
  if (isEdited && !force) return { kind, slug, outcome: 'kept', keptKeys: [] };
  if (exists && !isEdited && loaded?.digest === digest) {
    return { kind, slug, outcome: 'unchanged', keptKeys: [] };
  }
  try {
    const revise = kind === 'survey' ? revisionByFile(db, slug) : undefined;
    const keptKeys = save(db, now);
    revise?.(now);
    remember(db, kind, slug, digest, now);
    return { kind, slug, outcome: exists ? 'changed' : 'added', keptKeys };
  } catch (error) {
    if (!isAboutField(error)) throw error;
    const path = error.field.split('.').map((key) => (/^\d+$/.test(key) ? Number(key) : key));
    return { fault: { file, line: lineOf(path), message: error.message } };
  }
}

/** The saving verbs refuse with errors that name the key of the input by its path, with dots. */
const isAboutField = (error: unknown): error is Error & { field: string } =>
  error instanceof Error && 'field' in error && typeof error.field === 'string';

function remember(db: Database, kind: ContentKind, slug: string, digest: string, loadedAt: number): void {
  const values = { digest, loadedAt, editedAt: null };
  db.insert(contentFile)
    .values({ kind, slug, ...values })
    .onConflictDoUpdate({ target: [contentFile.kind, contentFile.slug], set: values })
    .run();
}

function goneFiles(db: Database, files: readonly ContentFile[]): Outcome[] {
  const present = new Set(files.map(({ kind, slug }) => `${kind} ${slug}`));
  return db
    .select({ kind: contentFile.kind, slug: contentFile.slug })
    .from(contentFile)
    .orderBy(sql`${contentFile.slug}`)
    .all()
    .filter(({ kind, slug }) => !present.has(`${kind} ${slug}`))
    .map((file) => ({ ...file, outcome: 'gone', keptKeys: [] }));
}

function report(outcomes: readonly Outcome[]): LoadReport {
  const count = (wanted: Outcome['outcome']) => outcomes.filter(({ outcome }) => outcome === wanted).length;
  return {
    added: count('added'),
    changed: count('changed'),
    unchanged: count('unchanged'),
    kept: count('kept'),
    gone: count('gone'),
    changes: contentKinds.flatMap((kind) =>
      outcomes.filter(
        (entry): entry is ContentChange => entry.kind === kind && entry.outcome !== 'unchanged',
      ),
    ),
  };
}
