import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** `keyPoints` and `relatedProjects` are JSON: they are always read with their row or not at all. */
export const narrative = sqliteTable('narrative', {
  id: integer('id').primaryKey(),
  slug: text('slug').notNull().unique(),
  name: text('name').notNull(),
  shortName: text('short_name').notNull(),
  summary: text('summary').notNull(),
  keyPoints: text('key_points').notNull(),
  relatedProjects: text('related_projects').notNull(),
  /** Milliseconds since 1970, as every time in this database. */
  updatedAt: integer('updated_at').notNull(),
});

export type WholeNarrativeRow = typeof narrative.$inferSelect;

type Texts = 'summary' | 'keyPoints' | 'relatedProjects';

/**
 * A narrative as lists read it: most of them ask for little more than its name, and the texts cost more
 * than the rest.
 */
export type NarrativeRow = Omit<WholeNarrativeRow, Texts> & Partial<Pick<WholeNarrativeRow, Texts>>;
