import { createApiKey } from '../../../src/access/api-key.ts';
import { recordAudit } from '../../../src/access/audit.ts';
import type { Database } from '../../../src/db/client.ts';
import { seededRandom } from '../../random.ts';
import { narrativeSlug } from './narratives.ts';
import { paragraph } from './words.ts';

/** Most entries have a narrative before and after the change, and one in a hundred a long article. */
export function fillAuditTrail(db: Database, count: number, now: number): void {
  const random = seededRandom(5);
  const texts = Array.from({ length: 50 }, () => paragraph(random, 400));
  const long = paragraph(random, 20_000);
  for (let place = 0; place < count; place += 1) {
    const isLong = place % 100 === 0;
    const text = isLong ? long : texts[place % texts.length];
    recordAudit(db, {
      at: now - (count - place) * 1_000,
      actor: `key:${place % 30}`,
      action: isLong ? 'updateArticle' : 'updateNarrative',
      subject: isLong ? 'Article' : 'Narrative',
      slug: narrativeSlug(place % 100),
      before: { summary: text },
      after: { summary: text },
      ...(place % 10 === 0 && { reason: 'A reason in the words of the operator.' }),
    });
  }
}

export function fillApiKeys(db: Database, count: number, now: number): void {
  for (let place = 0; place < count; place += 1) {
    createApiKey(db, { name: `key ${place}`, scopes: ['votes:cast'] }, now);
  }
}
