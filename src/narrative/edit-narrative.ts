import { audited, type Editor } from '../access/audited.ts';
import type { Database } from '../db/client.ts';
import type { NarrativeRow, WholeNarrativeRow } from '../db/tables/narrative.ts';
import {
  type Failure,
  faultsOf,
  invalidInput,
  isFailure,
  notFound,
  slugTaken,
} from '../graphql/user-errors.ts';
import { narrativeInput } from './narrative-input.ts';
import { narrativeBySlug } from './queries.ts';
import { saveNarrative } from './save-narrative.ts';

/** Adds a narrative; `input` is checked as a content file is. Null is the same as undefined. */
export function createNarrative(
  db: Database,
  input: { slug: string },
  editor: Editor,
): NarrativeRow | Failure {
  return save(db, 'createNarrative', input.slug, editor, (existing) =>
    existing === undefined ? given(input) : slugTaken('narrative', input.slug),
  );
}

/** Changes what `patch` names; null and undefined leave a value as it is. */
export function updateNarrative(
  db: Database,
  patch: { slug: string },
  editor: Editor,
): NarrativeRow | Failure {
  return save(db, 'updateNarrative', patch.slug, editor, (existing) =>
    existing === undefined
      ? notFound('narrative', patch.slug)
      : {
          ...inputOf(existing),
          ...given(patch),
        },
  );
}

const given = (input: object): object =>
  Object.fromEntries(Object.entries(input).filter(([, value]) => value != null));

/** Saves what `inputFor` makes of what there is. */
function save(
  db: Database,
  action: string,
  slug: string,
  editor: Editor,
  inputFor: (existing: WholeNarrativeRow | undefined) => object,
): NarrativeRow | Failure {
  const read = () => {
    const row = narrativeBySlug(db, slug);
    return row && inputOf(row);
  };
  const write = () => {
    const input = inputFor(narrativeBySlug(db, slug));
    if (isFailure(input)) return input;
    const checked = narrativeInput.safeParse(input);
    if (!checked.success) return invalidInput(faultsOf(checked.error));
    saveNarrative(db, checked.data, editor.now);
    return narrativeBySlug(db, slug) ?? notFound('narrative', slug);
  };
  return audited(db, editor, { action, subject: 'Narrative', slug }, read, write, isFailure);
}

/** A narrative as an input would give it. */
const inputOf = ({ slug, name, shortName, summary, keyPoints, relatedProjects }: WholeNarrativeRow) => ({
  slug,
  name,
  shortName,
  summary,
  keyPoints: JSON.parse(keyPoints),
  relatedProjects: JSON.parse(relatedProjects).map((project: { name: string }) => project.name),
});
