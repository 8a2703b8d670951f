import { z } from 'zod';
import { lineOfText, paragraph, slug } from '../text/input-rules.ts';

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
