import { recordAudit } from '../access/audit.ts';
import type { Editor } from '../access/audited.ts';
import type { Database } from '../db/client.ts';
import type { SeriesRow } from '../db/tables/survey.ts';
import { writeTransaction } from '../db/write-transaction.ts';
import { faultsOf } from '../text/fault.ts';
import { invalidInput, type Refusal, slugTaken } from '../text/refusal.ts';
import { seriesBySlug } from './queries.ts';
import { insertSeries } from './save-survey.ts';
import { seriesInput } from './survey-input.ts';

/** Adds a series without a survey, so that a survey of a mutation or a command can be its first edition. */
export function createSeries(
  db: Database,
  input: { slug: string; title: string },
  { actor, now }: Editor,
): SeriesRow | Refusal<'SLUG_TAKEN' | 'INVALID_INPUT'> {
  const checked = seriesInput.safeParse(input);
  if (!checked.success) return invalidInput(faultsOf(checked.error));
  const { slug, title } = checked.data;
  return writeTransaction(db, () => {
    if (seriesBySlug(db, slug) !== undefined) return slugTaken('series', slug);
    const row = insertSeries(db, checked.data);
    const change = { action: 'createSeries', subject: 'Series', slug };
    recordAudit(db, { at: now, actor, ...change, after: { slug, title } });
    return row;
  });
}
