import type { AnswerCount } from './answer-counts.ts';
import { type AnswerMap, openMark } from './answer-texts.ts';
import type { AnswerReport, ImportPlan } from './import-plan.ts';

/** What the texts of a file stand for, for people. */
export const answerReports = (
  { slugOf, texts }: Pick<ImportPlan, 'slugOf' | 'texts'>,
  answers: readonly AnswerCount[],
): AnswerReport[] =>
  answers.map(({ text, meaning, cells }) => ({
    text,
    option: typeof meaning === 'number' ? (slugOf.get(meaning) ?? null) : null,
    isKnown: meaning !== undefined,
    nearest: meaning === undefined ? (texts.nearest(text) ?? null) : null,
    cells,
  }));

/** A map of the texts that were found, to be edited: those that are not known begin with a question mark. */
export const mapOf = (answers: readonly AnswerReport[], before: AnswerMap): AnswerMap => ({
  ...before,
  ...Object.fromEntries(
    answers.map(({ text, option, isKnown, nearest }) => [
      text,
      isKnown ? option : `${openMark}${nearest ?? ''}`,
    ]),
  ),
});
