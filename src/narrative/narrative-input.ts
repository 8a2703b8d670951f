import { z } from 'zod';

export const slug = z
  .string()
  .max(100, 'A slug has at most 100 characters.')
  .regex(
    /^[a-z0-9]+(-[a-z0-9]+)*$/,
    'A slug has lower-case letters and digits, with single hyphens between them.',
  );

/** Text on one line that is shown as it stands; every stretch of white space becomes one space. */
export const lineOfText = (maximum: number) =>
  z
    .string()
    .trim()
    .min(1, 'This must not be empty.')
    .max(maximum)
    // What is in braces would be read as a figure that nothing fills.
    .refine((text) => !text.includes('{{'), 'Placeholders are filled in articles only.')
    .transform((text) => text.replace(/\s+/g, ' '));

/** Where a second paragraph begins, counted from 1; undefined where there is none. */
function secondParagraph(text: string): number | undefined {
  const lines = text.split(/\r\n|\r|\n/).map((line) => line.trim() !== '');
  const first = lines.indexOf(true);
  const gap = lines.indexOf(false, first);
  const second = first < 0 || gap < 0 ? -1 : lines.indexOf(true, gap);
  return second < 0 ? undefined : second + 1;
}

const paragraph = (maximum: number) =>
  z
    .string()
    .superRefine((text, context) => {
      const line = secondParagraph(text);
      if (line === undefined) return;
      const message = 'A second paragraph begins here; this is one paragraph of plain text.';
      context.addIssue({ code: 'custom', message, params: { line } });
    })
    .pipe(lineOfText(maximum));

/** A narrative as a content file or a mutation gives it; unknown keys are faults. */
export const narrativeInput = z.strictObject({
  slug,
  name: lineOfText(120),
  shortName: lineOfText(40),
  summary: paragraph(2000),
  keyPoints: z
    .array(z.strictObject({ title: lineOfText(120), body: lineOfText(600) }))
    .max(12)
    .default([]),
  /** The projects' names, in editorial order. */
  relatedProjects: z
    .array(lineOfText(80))
    .max(24)
    .refine((names) => new Set(names).size === names.length, 'A project is named twice.')
    .default([]),
});

/** A narrative in the form of its content file. */
export type NarrativeFile = z.input<typeof narrativeInput>;
export type NarrativeInput = z.output<typeof narrativeInput>;
