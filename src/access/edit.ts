import type { z } from 'zod';
import type { Database } from '../db/client.ts';
import type { UserErrorCode } from '../generated/schema-types.ts';
import { faultsOf, type InputFault } from '../text/fault.ts';
import { invalidInput, notFound, type Refusal, slugTaken } from '../text/refusal.ts';
import { audited, type Editor, type Subject } from './audited.ts';

/** What a mutation gives of an object. A key that is left out leaves what is stored. */
export type Given<Input> = { slug: string } & { [Key in keyof Input]?: Input[Key] | null | undefined };

/**
 * An input with each of its keys, so that a function that forgets one does not compile. A value that can be
 * missing is null: the rule of its key is `.nullish()`.
 */
export type EveryKey<Input> = { [Key in keyof Input]-?: Input[Key] | undefined };

/** Whether null removes what is stored. With all other keys null leaves it, as leaving out the key does. */
export type RemovedByNull<Input> = {
  readonly [Key in keyof Input as null extends Input[Key] ? Key : never]-?: boolean;
};

/**
 * How the objects of one type are created and changed. `Row` is a stored object, `Input` what mutations give,
 * `Checked` what the schema makes of it, `Texts` its Markdown, rendered, and `Code` what else is refused.
 */
export interface EditRules<Row extends object, Input, Checked, Texts, Code extends UserErrorCode> {
  subject: Subject;
  /** The rules of content files, which hold for mutations too. */
  schema: z.ZodType<Checked>;
  /** What a new object has that mutations do not give, in the form of a content file. */
  initial: object;
  isRemovedByNull: RemovedByNull<Input>;
  stored: (db: Database, slug: string) => Row | undefined;
  /** The object in the form of a content file. Edits are applied to it, and the audit trail stores it. */
  fileOf: (db: Database, row: Row) => object;
  /** What a mutation gives, in the form of a content file. */
  fileOfInput: (db: Database, given: Given<Input>) => object;
  /** Renders the texts that are given, checked or not. */
  render: (given: Given<Input>) => Promise<{ faults: readonly InputFault[]; texts: Texts }>;
  /** Texts that were not given stay as they are. The caller opens the transaction. */
  save: (db: Database, checked: Checked, texts: Texts, now: number, existing: Row | undefined) => void;
  /** The refusal for an exception of `fileOfInput` or `save`; undefined where it is another failure. */
  refusalOf: (error: unknown) => Refusal<Code> | undefined;
}

/** A stored object in the form of a content file, as the audit trail has it. */
export function storedFile<Row extends object>(
  db: Database,
  { stored, fileOf }: Pick<EditRules<Row, never, unknown, unknown, never>, 'stored' | 'fileOf'>,
  slug: string,
): object | undefined {
  const row = stored(db, slug);
  return row && fileOf(db, row);
}

/** Adds an object. Null is the same as undefined. */
export const create = <Row extends object, Input, Checked, Texts, Code extends UserErrorCode>(
  db: Database,
  rules: EditRules<Row, Input, Checked, Texts, Code>,
  given: Given<Input>,
  editor: Editor,
): Promise<Row | Refusal<'SLUG_TAKEN' | 'INVALID_INPUT' | Code>> =>
  edit(db, rules, 'create', given, editor, (existing) =>
    existing === undefined
      ? { file: { ...rules.initial, ...withoutNulls(rules.fileOfInput(db, given)) } }
      : slugTaken(rules.subject.toLowerCase(), given.slug),
  );

/** Changes the values that `given` has, unless `refuse` says why the object cannot be changed. */
export const update = <
  Row extends object,
  Input,
  Checked,
  Texts,
  Code extends UserErrorCode,
  Refused extends UserErrorCode = never,
>(
  db: Database,
  rules: EditRules<Row, Input, Checked, Texts, Code>,
  given: Given<Input>,
  editor: Editor,
  refuse: (row: Row) => Refusal<Refused> | undefined = () => undefined,
): Promise<Row | Refusal<'NOT_FOUND' | 'INVALID_INPUT' | Code | Refused>> =>
  edit(db, rules, 'update', given, editor, (existing): { file: object } | Refusal<'NOT_FOUND' | Refused> => {
    if (existing === undefined) return notFound(rules.subject.toLowerCase(), given.slug);
    return refuse(existing) ?? { file: { ...rules.fileOf(db, existing), ...changed(rules, db, given) } };
  });

const withoutNulls = (file: object): object =>
  Object.fromEntries(Object.entries(file).filter(([, value]) => value !== null));

const changed = <Input>(
  {
    fileOfInput,
    isRemovedByNull,
  }: Pick<EditRules<never, Input, unknown, unknown, never>, 'fileOfInput' | 'isRemovedByNull'>,
  db: Database,
  given: Given<Input>,
): object => {
  const isRemoved = new Map<string, unknown>(Object.entries(isRemovedByNull));
  return Object.fromEntries(
    Object.entries(fileOfInput(db, given)).filter(
      ([key, value]) => value !== undefined && (value !== null || isRemoved.get(key) === true),
    ),
  );
};

/**
 * Saves the file that `fileFor` makes of the stored object, with its entry in the audit trail. Texts are
 * rendered before the transaction, which blocks every other writer; the transaction applies the edit to
 * what is stored then.
 */
async function edit<
  Row extends object,
  Input,
  Checked,
  Texts,
  Code extends UserErrorCode,
  Refused extends UserErrorCode,
>(
  db: Database,
  rules: EditRules<Row, Input, Checked, Texts, Code>,
  verb: 'create' | 'update',
  given: Given<Input>,
  editor: Editor,
  fileFor: (existing: Row | undefined) => { file: object } | Refusal<Refused>,
): Promise<Row | Refusal<'INVALID_INPUT' | Code | Refused>> {
  const { subject, schema, stored, render, save } = rules;
  const { slug } = given;
  try {
    const expected = fileFor(stored(db, slug));
    if (!('file' in expected)) return expected;
    const { error } = schema.safeParse(expected.file);
    const { faults, texts } = await render(given);
    if (error !== undefined || faults.length > 0) {
      return invalidInput([...(error === undefined ? [] : faultsOf(error)), ...faults]);
    }
    const read = () => storedFile(db, rules, slug);
    const write = () => {
      const existing = stored(db, slug);
      const edited = fileFor(existing);
      if (!('file' in edited)) return edited;
      const checked = schema.safeParse(edited.file);
      if (!checked.success) return invalidInput(faultsOf(checked.error));
      save(db, checked.data, texts, editor.now, existing);
      const saved = stored(db, slug);
      if (saved === undefined) throw new Error(`The ${subject} \`${slug}\` was saved and cannot be read.`);
      return saved;
    };
    return audited(db, editor, { action: `${verb}${subject}`, subject, slug }, read, write);
  } catch (error) {
    const refusal = rules.refusalOf(error);
    if (refusal === undefined) throw error;
    return refusal;
  }
}
