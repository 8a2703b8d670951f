import type { Editor } from '../access/audited.ts';
import { create, type EditRules, type EveryKey, type Given, storedFile, update } from '../access/edit.ts';
import type { Database } from '../db/client.ts';
import type { NarrativeRow, WholeNarrativeRow } from '../db/tables/narrative.ts';
import type { Refusal } from '../text/refusal.ts';
import { type NarrativeFile, type NarrativeInput, narrativeInput } from './narrative-input.ts';
import { narrativeBySlug } from './queries.ts';
import { saveNarrative } from './save-narrative.ts';

/** What a mutation gives of a narrative. */
export type NarrativeEdit = Given<NarrativeFile>;

const rules: EditRules<WholeNarrativeRow, NarrativeFile, NarrativeInput, undefined, never> = {
  subject: 'Narrative',
  schema: narrativeInput,
  initial: {},
  isRemovedByNull: {},
  stored: narrativeBySlug,
  fileOf: (_db, row) => fileOf(row),
  fileOfInput: (_db, given) => given,
  render: () => Promise.resolve({ faults: [], texts: undefined }),
  save: (db, narrative, _texts, now) => saveNarrative(db, narrative, now),
  refusalOf: () => undefined,
};

/** What is stored of a narrative, in the form of a content file. */
export const storedNarrativeFile = (db: Database, slug: string): object | undefined =>
  storedFile(db, rules, slug);

/** Adds a narrative. */
export const createNarrative = (
  db: Database,
  input: NarrativeEdit,
  editor: Editor,
): Promise<NarrativeRow | Refusal<'SLUG_TAKEN' | 'INVALID_INPUT'>> => create(db, rules, input, editor);

/** Changes what `patch` names. */
export const updateNarrative = (
  db: Database,
  patch: NarrativeEdit,
  editor: Editor,
): Promise<NarrativeRow | Refusal<'NOT_FOUND' | 'INVALID_INPUT'>> => update(db, rules, patch, editor);

const fileOf = (row: WholeNarrativeRow): EveryKey<NarrativeFile> => ({
  slug: row.slug,
  name: row.name,
  shortName: row.shortName,
  summary: row.summary,
  keyPoints: JSON.parse(row.keyPoints),
  relatedProjects: JSON.parse(row.relatedProjects).map((project: { name: string }) => project.name),
});
