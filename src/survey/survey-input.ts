import { z } from 'zod';
import { lineOfText, slug, time, unfilled } from '../text/input-rules.ts';

const maximumOptions = 64;

const shareMessage = 'A share is 0 to 100 percent with at most two decimals, such as 30.2.';

/**
 * Percent; becomes hundredths of a percent, exactly, since it is read digit by digit: 30.2 * 100 has no exact
 * double. A string is for callers that have the digits as they were written.
 */
const share = z
  .union([z.number(), z.string()], shareMessage)
  .transform((percent) => hundredths(String(percent)))
  // A value that is not a share must not be added up.
  .refine((value) => value <= 10_000, { message: shareMessage, abort: true });

/** Infinity for a value that is not a share, so that one check refuses it. */
function hundredths(percent: string): number {
  const [, whole, decimals = ''] = /^(\d{1,3})(?:\.(\d{1,2}))?$/.exec(percent) ?? [];
  return whole === undefined ? Number.POSITIVE_INFINITY : Number(whole + decimals.padEnd(2, '0'));
}

const size = (list: readonly unknown[]): boolean => list.length >= 2 && list.length <= maximumOptions;
const sizeMessage = `A survey has 2 to ${maximumOptions} options.`;

export const seriesInput = z.strictObject({ slug, title: lineOfText(200) });

const fields = z.strictObject({
  slug,
  title: lineOfText(200),
  question: lineOfText(300),
  /** Markdown, which is checked where it is rendered. */
  description: z
    .string()
    .trim()
    .refine(...unfilled)
    .nullish(),
  series: seriesInput.nullish(),
  /** The year that the survey is about. */
  edition: z.int().min(1900).max(9999).nullish(),
  method: z.enum(['SINGLE_CHOICE', 'APPROVAL', 'RANKED_CHOICE']).default('SINGLE_CHOICE'),
  /** The number of options when omitted; always 1 with SINGLE_CHOICE. */
  maxChoices: z.int().min(1).max(maximumOptions).nullish(),
  overvote: z.enum(['PASS', 'EXHAUST']).default('PASS'),
  resultSource: z.enum(['TALLIED', 'REPORTED']).default('TALLIED'),
  /** The state that a new survey begins in: PUBLISHED for REPORTED and DRAFT for TALLIED when omitted. */
  status: z.enum(['DRAFT', 'SCHEDULED', 'OPEN', 'PUBLISHED']).nullish(),
  resultsVisibility: z.enum(['LIVE', 'AFTER_CLOSE']).default('AFTER_CLOSE'),
  opensAt: time.nullish(),
  closesAt: time.nullish(),
  publishedAt: time.nullish(),
  isSample: z.boolean().default(false),
  /** The narratives' slugs in editorial order, for TALLIED. */
  options: z.array(slug).refine(size, sizeMessage).nullish(),
  /** What was published, for REPORTED; places follow from the shares. */
  results: z
    .array(z.strictObject({ narrative: slug, share }))
    .refine(size, sizeMessage)
    .nullish(),
});

type Fields = z.output<typeof fields>;
type Problem = [path: keyof Fields | readonly PropertyKey[], message: string];

/** A survey as a content file or a mutation gives it; unknown keys are faults. */
export const surveyInput = fields
  .superRefine((survey, context) => {
    for (const [path, message] of problemsOf(survey)) {
      context.addIssue({ code: 'custom', path: typeof path === 'string' ? [path] : [...path], message });
    }
  })
  .transform((survey) => ({
    ...survey,
    status: survey.status ?? (survey.resultSource === 'REPORTED' ? 'PUBLISHED' : 'DRAFT'),
    maxChoices: survey.maxChoices ?? (survey.method === 'SINGLE_CHOICE' ? 1 : narrativesOf(survey).length),
  }));

/** A survey in the form of its content file. */
export type SurveyFile = z.input<typeof fields>;
export type SurveyInput = z.output<typeof surveyInput>;

function narrativesOf({ resultSource, options, results }: Fields): string[] {
  return resultSource === 'TALLIED' ? (options ?? []) : (results ?? []).map(({ narrative }) => narrative);
}

const problemsOf = (survey: Fields): Problem[] => [
  ...ballotProblems(survey),
  ...windowProblems(survey),
  ...(survey.resultSource === 'TALLIED' ? talliedProblems(survey) : reportedProblems(survey)),
];

function ballotProblems(survey: Fields): Problem[] {
  const { method, maxChoices, overvote, resultSource } = survey;
  const narratives = narrativesOf(survey);
  const problems: Problem[] = [];
  if (method === 'SINGLE_CHOICE' && maxChoices != null && maxChoices !== 1) {
    problems.push(['maxChoices', 'With SINGLE_CHOICE a ballot names one option. Leave this out.']);
  } else if (maxChoices != null && maxChoices > narratives.length) {
    problems.push(['maxChoices', `A ballot cannot name more than the ${narratives.length} options.`]);
  }
  if (overvote === 'EXHAUST' && method !== 'RANKED_CHOICE') {
    problems.push([
      'overvote',
      'Only RANKED_CHOICE has ranks that several marks can exhaust. Leave this out.',
    ]);
  }
  for (const [index, narrative] of narratives.entries()) {
    if (narratives.indexOf(narrative) === index) continue;
    const path = resultSource === 'TALLIED' ? ['options', index] : ['results', index, 'narrative'];
    problems.push([path, `\`${narrative}\` is named twice.`]);
  }
  return problems;
}

function windowProblems({ opensAt, closesAt, series, edition }: Fields): Problem[] {
  const problems: Problem[] = [];
  if (opensAt != null && closesAt != null && closesAt <= opensAt) {
    problems.push(['closesAt', 'Voting must close after it opens (`opensAt`).']);
  }
  if (series != null && edition == null) {
    problems.push(['series', 'A survey in a series needs its year. Name it in `edition`.']);
  }
  return problems;
}

function talliedProblems({ status, opensAt, publishedAt, options, results }: Fields): Problem[] {
  const problems: Problem[] = [];
  if (options == null) {
    problems.push(['options', 'A TALLIED survey needs the slugs of the narratives to choose from.']);
  }
  if (results != null) {
    problems.push(['results', 'The result of a TALLIED survey is counted here; `results` is for REPORTED.']);
  }
  if (status === 'PUBLISHED') {
    problems.push(['status', 'A TALLIED survey begins as DRAFT, SCHEDULED or OPEN.']);
  }
  if (status === 'SCHEDULED' && opensAt == null) {
    problems.push(['status', 'A SCHEDULED survey needs the time at which it opens. Name it in `opensAt`.']);
  }
  if (publishedAt != null) {
    problems.push(['publishedAt', 'The result of a TALLIED survey is published when it has been counted.']);
  }
  return problems;
}

function reportedProblems({ status, options, results }: Fields): Problem[] {
  const problems: Problem[] = [];
  if (results == null) {
    problems.push(['results', 'A REPORTED survey needs the narratives with the shares that were published.']);
  }
  if (options != null) {
    problems.push(['options', 'The options of a REPORTED survey are those of `results`. Leave this out.']);
  }
  if (status === 'SCHEDULED' || status === 'OPEN') {
    problems.push(['status', 'A REPORTED survey has no votes here: it is DRAFT or PUBLISHED.']);
  }
  const total = (results ?? []).reduce((sum, { share }) => sum + share, 0);
  if (total > 10_000) {
    problems.push(['results', `The shares add up to ${total / 100} percent; they cannot exceed 100.`]);
  }
  return problems;
}
