import type { Database } from '../../../src/db/client.ts';
import { narrativeInput } from '../../../src/narrative/narrative-input.ts';
import { saveNarrative } from '../../../src/narrative/save-narrative.ts';
import { seededRandom } from '../../random.ts';
import { paragraph, words } from './words.ts';

export const narrativeSlug = (place: number): string => `narrative-${place}`;

/** Every tenth narrative has the longest texts that are allowed, and the others about half of it. */
export function fillNarratives(db: Database, count: number, now: number): void {
  const random = seededRandom(1);
  for (let place = 0; place < count; place += 1) {
    const isLong = place % 10 === 0;
    saveNarrative(
      db,
      narrativeInput.parse({
        slug: narrativeSlug(place),
        name: words(random, 4).slice(0, 120),
        shortName: `N${place}`,
        summary: paragraph(random, isLong ? 1_990 : 900),
        keyPoints: Array.from({ length: isLong ? 12 : 5 }, () => ({
          title: words(random, 5).slice(0, 120),
          body: paragraph(random, isLong ? 590 : 250),
        })),
        relatedProjects: Array.from(
          { length: isLong ? 24 : 6 },
          (_, project) => `Project ${place}.${project}`,
        ),
      }),
      now - place * 1_000,
    );
  }
}
