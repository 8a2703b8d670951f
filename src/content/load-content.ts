import { fileURLToPath } from 'node:url';
import { and, eq, sql } from 'drizzle-orm';
import { recordAudit } from '../access/audit.ts';
import { storedArticleFile } from '../article/edit-article.ts';
import type { Database } from '../db/client.ts';
import { article } from '../db/tables/article.ts';
import { contentFile } from '../db/tables/content.ts';
import { narrative } from '../db/tables/narrative.ts';
import { survey, surveyOption } from '../db/tables/survey.ts';
import { undoneTransaction, writeTransaction } from '../db/write-transaction.ts';
import { storedNarrativeFile } from '../narrative/edit-narrative.ts';
import { revisionByFile } from '../result/revision-writes.ts';
import { storedSurveyFile } from '../survey/edit-survey.ts';
import { ContentError, type ContentFault } from './content-fault.ts';
import { type ContentFile, type RenderedFile, readContentFile } from './content-file.ts';
import { type ContentKind, contentKinds, readContentFolder } from './content-folder.ts';
import { type Known, referenceFaults } from './references.ts';

/** The content that comes with the program. */
export const defaultContentFolder = fileURLToPath(new URL('../../content', import.meta.url));

export interface LoadOptions {
  /** Milliseconds since 1970; becomes the `updatedAt` of what is written. */
  now: number;
  /** Whether what was changed through the API since the last load is overwritten. */
  force?: boolean;
  /** Check everything, and report what a load would do, but write nothing. */
  isCheck?: boolean;
}

export interface ContentChange {
  kind: ContentKind;
  slug: string;
  /**
   * - `skipped`: changed through the API since the last load, and therefore not written.
   * - `missing`: no longer in the folder; what was loaded stays.
   */
  outcome: 'added' | 'changed' | 'skipped' | 'missing';
  /** Keys of the file that the survey no longer takes from it: operators change its status. */
  ignoredKeys: readonly string[];
}

/** How many files had which outcome, and all that is not plainly unchanged, by kind and slug. */
export interface LoadReport extends Record<ContentChange['outcome'] | 'unchanged', number> {
  changes: ContentChange[];
}

/**
 * Brings the content files of the folder into the database, in one transaction: what a file has changed is
 * written, all else is left alone. Throws ContentError, before anything is written, with every fault of every
 * file.
 */
export async function loadContent(
  db: Database,
  folder: string,
  { now, force = false, isCheck = false }: LoadOptions,
): Promise<LoadReport> {
  const { sources, faults: folderFaults } = readContentFolder(folder);
  const read = sources.map(readContentFile);
  const files = read.map(({ file }) => file);
  const faults = [...folderFaults, ...read.flatMap(({ faults }) => faults)];
  const rendered = new Map<ContentFile, RenderedFile>();
  for (;;) {
    // Before the transaction, which holds up every other writer.
    for (const file of files) {
      if (rendered.has(file) || stateOf(db, file, force).outcome === 'unchanged') continue;
      rendered.set(file, await file.render());
    }
    const report = write(db, files, rendered, faults, { now, force, isCheck });
    if (report !== undefined) return report;
  }
}

/** Loads the default content into a database that has none; undefined when there is some. */
export async function loadFirstContent(db: Database, now: number): Promise<LoadReport | undefined> {
  const isEmpty = [narrative, survey, article].every((table) => db.select().from(table).get() === undefined);
  return isEmpty ? await loadContent(db, defaultContentFolder, { now }) : undefined;
}

/**
 * Undefined, with nothing written, where a file is to be written that is not rendered: it was changed here in
 * the meantime.
 */
const write = (
  db: Database,
  files: readonly ContentFile[],
  rendered: ReadonlyMap<ContentFile, RenderedFile>,
  faults: readonly ContentFault[],
  { now, force, isCheck }: Required<LoadOptions>,
): LoadReport | undefined =>
  (isCheck ? undoneTransaction : writeTransaction)(db, () => {
    const ofTexts = [...rendered.values()].flatMap((file) => file.faults);
    refuse([...faults, ...ofTexts, ...referenceFaults(files, knownIn(db))]);
    const states = files.map((file) => ({
      ...stateOf(db, file, force),
      file,
      rendered: rendered.get(file),
    }));
    if (states.some(({ outcome, rendered }) => outcome !== 'unchanged' && !rendered)) return undefined;
    const outcomes = states.map((state) => loadFile(db, state, now));
    refuse(outcomes.flatMap((outcome) => ('fault' in outcome ? [outcome.fault] : [])));
    return report([
      ...outcomes.flatMap((outcome) => ('fault' in outcome ? [] : [outcome])),
      ...goneFiles(db, files),
    ]);
  });

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

/** What a load would make of the file as things are. */
function stateOf(
  db: Database,
  { kind, slug, digest }: ContentFile,
  force: boolean,
): { outcome: Exclude<Outcome['outcome'], 'missing'> } {
  const loaded = db
    .select()
    .from(contentFile)
    .where(and(eq(contentFile.kind, kind), eq(contentFile.slug, slug)))
    .get();
  const table = tables[kind];
  const exists = db.select({ id: table.id }).from(table).where(eq(table.slug, slug)).get() !== undefined;
  // A row that no load has written was made through the API.
  const isEdited = exists && (loaded === undefined || loaded.editedAt !== null);
  if (isEdited && !force) return { outcome: 'skipped' };
  if (exists && !isEdited && loaded?.digest === digest) return { outcome: 'unchanged' };
  return { outcome: exists ? 'changed' : 'added' };
}

/** How the audit trail has the objects of each kind. */
const audits = {
  narrative: { subject: 'Narrative', stored: storedNarrativeFile },
  survey: { subject: 'Survey', stored: storedSurveyFile },
  article: { subject: 'Article', stored: storedArticleFile },
};

interface FileState {
  file: ContentFile;
  rendered: RenderedFile | undefined;
  outcome: Exclude<Outcome['outcome'], 'missing'>;
}

function loadFile(
  db: Database,
  { file: { kind, slug, file, lineOf, digest }, rendered, outcome }: FileState,
  now: number,
): Outcome | { fault: ContentFault } {
  if (outcome === 'skipped' || outcome === 'unchanged' || rendered === undefined) {
    return { kind, slug, outcome, ignoredKeys: [] };
  }
  if (digest === undefined) throw new Error(`${file} has faults that were not reported.`);
  try {
    const { subject, stored } = audits[kind];
    const before = stored(db, slug);
    const revise = kind === 'survey' ? revisionByFile(db, slug) : undefined;
    const ignoredKeys = rendered.save(db, now);
    const change = { action: 'loadContent', subject, slug, before, after: stored(db, slug) };
    recordAudit(db, { at: now, actor: 'cli', ...change });
    revise?.(now);
    remember(db, kind, slug, digest, now);
    return { kind, slug, outcome, ignoredKeys };
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
    .map((file) => ({ ...file, outcome: 'missing', ignoredKeys: [] }));
}

function report(outcomes: readonly Outcome[]): LoadReport {
  const count = (wanted: Outcome['outcome']) => outcomes.filter(({ outcome }) => outcome === wanted).length;
  return {
    added: count('added'),
    changed: count('changed'),
    unchanged: count('unchanged'),
    skipped: count('skipped'),
    missing: count('missing'),
    changes: contentKinds.flatMap((kind) =>
      outcomes.filter(
        (entry): entry is ContentChange => entry.kind === kind && entry.outcome !== 'unchanged',
      ),
    ),
  };
}
