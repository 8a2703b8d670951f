import { z } from 'zod';
import { hasPlaceholders } from './placeholders.ts';

/** A short name in URLs. */
export const slug = z
  .string()
  .max(100, 'A slug has at most 100 characters.')
  .regex(
    /^[a-z0-9]+(-[a-z0-9]+)*$/,
    'A slug has lower-case letters and digits, with single hyphens between them.',
  );

/** Becomes milliseconds since 1970. A date without a time is its start in UTC. */
export const time = z
  .union(
    [z.iso.datetime({ offset: true }), z.iso.date()],
    'This must be a date, such as 2024-03-01, or a time, such as 2024-03-01T12:00:00Z.',
  )
  .transform((text) => Date.parse(text));

/** For texts in which braces would be read as a figure that nothing fills. */
export const unfilled = [
  (text: string) => !hasPlaceholders(text),
  'Placeholders are filled in the `body` and the answers of articles only.',
] as const;

/** Text that is neither filled nor rendered, of 1 to `maximum` characters without white space at its ends. */
export const plainText = (maximum: number) =>
  z
    .string()
    .trim()
    .min(1, 'This must not be empty.')
    .max(maximum)
    .refine(...unfilled);

/** Plain text on one line: every run of white space becomes one space. */
export const lineOfText = (maximum: number) =>
  plainText(maximum).transform((text) => text.replace(/\s+/g, ' '));

/** Plain text without an empty line in it, as one line. */
export const paragraph = (maximum: number) =>
  z
    .string()
    .superRefine((text, context) => {
      const line = secondParagraph(text);
      if (line === undefined) return;
      const message = 'A second paragraph begins here; this is one paragraph of plain text.';
      context.addIssue({ code: 'custom', message, params: { line } });
    })
    .pipe(lineOfText(maximum));

/** The line where a second paragraph begins, counted from 1; undefined if there is none. */
function secondParagraph(text: string): number | undefined {
  const lines = text.split(/\r\n|\r|\n/).map((line) => line.trim() !== '');
  const first = lines.indexOf(true);
  const gap = lines.indexOf(false, first);
  const second = first < 0 || gap < 0 ? -1 : lines.indexOf(true, gap);
  return second < 0 ? undefined : second + 1;
}
