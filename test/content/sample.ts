import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sql } from 'drizzle-orm';
import type { Database } from '../../src/db/client.ts';
import { temporaryFolder } from '../support/database.ts';

export const now = Date.UTC(2024, 5, 1);

const narrativeFile = (name: string): string => `---
name: ${name} Networks
shortName: ${name}
keyPoints:
  - title: One
    body: The first point.
relatedProjects: [Polkadot]
---
What ${name} is about.
`;

/** A valid folder: three narratives, a reported and a tallied survey, an article. */
export const sampleFiles: Readonly<Record<string, string>> = {
  'narratives/ai.md': narrativeFile('AI'),
  'narratives/defi.md': narrativeFile('DeFi'),
  'narratives/rwa.md': narrativeFile('RWA'),
  'surveys/awards.md': `---
title: Awards
question: Which one?
series: { slug: awards, title: The Awards }
edition: 2024
resultSource: REPORTED
results:
  - { narrative: ai, share: 30.2 }
  - { narrative: defi, share: 18.80 }
---
How it was run.
`,
  'surveys/play.md': `---
title: Play
question: Which one?
status: OPEN
options: [ai, defi, rwa]
---
`,
  'articles/about.md': `---
title: About the awards
category: Crypto Basics
author: The Team
excerpt: What it is about.
survey: awards
narratives: [ai, defi]
faqs:
  - question: Why?
    answer: |-
      Because.

      And {{share:ai}}.
---
Place {{rank:ai}}.

## Section

Text.
`,
};

/**
 * Writes the files, by their paths, into a folder of their own that is gone when the test is over; null
 * leaves one out.
 */
export function contentFolder(
  changes: Readonly<Record<string, string | Buffer | null>> = {},
  files: Readonly<Record<string, string>> = sampleFiles,
): string {
  const folder = temporaryFolder();
  for (const [path, text] of Object.entries({ ...files, ...changes })) {
    if (text === null) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** The sample's file with one piece of its text replaced. */
export function edited(path: string, from: string, to: string): Record<string, string> {
  const text = sampleFiles[path] ?? '';
  if (!text.includes(from)) throw new Error(`${path} has no ${from}`);
  return { [path]: text.replace(from, () => to) };
}

/** Every row of every table; the search indexes follow them. */
export function rowsOf(db: Database): Record<string, Record<string, unknown>[]> {
  const tables = db.all<{ name: string }>(
    sql`select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' and instr(name, '_index') = 0 order by name`,
  );
  return Object.fromEntries(
    tables.map(({ name }) => [name, db.all(sql.raw(`select * from "${name}" order by 1, 2`))]),
  );
}
