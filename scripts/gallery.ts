// Takes pictures of what readers see, into `gallery/`: every page wide and narrow, light, dark and printed,
// and the hard cases of charts on one sheet. Needs Chromium (CHROMIUM names another than /usr/bin/chromium).
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { and, eq } from 'drizzle-orm';
import { chromium, type Page } from 'playwright-core';
import { loadFirstContent } from '../src/content/load-content.ts';
import { type Database, openDatabase } from '../src/db/client.ts';
import { migrate } from '../src/db/migrate.ts';
import { narrative } from '../src/db/tables/narrative.ts';
import { survey, surveyOption } from '../src/db/tables/survey.ts';
import { startServer } from './server.ts';

const folder = 'gallery';
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';

interface HardCase {
  slug: string;
  title: string;
  /** The options' short names with their votes. */
  options: readonly (readonly [name: string, votes: number])[];
  changes?: Partial<typeof survey.$inferInsert>;
}

const at = (day: number): number => Date.UTC(2026, 10, day, 12);

const hardCases: readonly HardCase[] = [
  {
    slug: 'two',
    title: 'Two options',
    options: [
      ['Yes', 61],
      ['No', 39],
    ],
  },
  {
    slug: 'zero',
    title: 'No votes yet',
    options: [
      ['Alpha', 0],
      ['Beta', 0],
      ['Gamma', 0],
    ],
  },
  {
    slug: 'ties',
    title: 'Three share a rank',
    options: [
      ['Alpha', 40],
      ['Beta', 20],
      ['Gamma', 20],
      ['Delta', 20],
      ['Epsilon', 4],
    ],
  },
  {
    slug: 'hidden',
    title: 'Hidden until the close',
    options: [
      ['Alpha', 7],
      ['Beta', 3],
    ],
    changes: { resultsVisibility: 'AFTER_CLOSE', closesAt: at(30) },
  },
  {
    slug: 'names',
    title: 'Names of many kinds',
    options: [
      ['A name that is exactly eighty characters long, so that it needs several lines..', 34],
      ['الشبكات اللامركزية للبنية التحتية المادية', 25],
      ['רשתות תשתית מבוזרות (DePIN)', 19],
      ['去中心化物理基础设施网络', 12],
      ['分散型物理インフラ', 9],
      ['Ünïcödé & <tags> "quotes"', 6],
      ['Supercalifragilisticexpialidociousandmuchlongerwithoutanyblank', 3],
    ],
  },
  {
    slug: 'closed',
    title:
      'Several choices each, and a title that is so long that it has to be broken into two lines or even three of them',
    options: [
      ['Alpha', 812],
      ['Beta', 640],
      ['Gamma', 377],
      ['Delta', 51],
    ],
    changes: { method: 'APPROVAL', maxChoices: 4, state: 'CLOSED', closesAt: at(20), ballots: 1_203 },
  },
  {
    slug: 'announced',
    title: 'Announced',
    options: [
      ['Alpha', 0],
      ['Beta', 0],
    ],
    changes: { state: 'SCHEDULED', opensAt: at(29) },
  },
  {
    slug: 'cancelled',
    title: 'Called off',
    options: [
      ['Alpha', 0],
      ['Beta', 0],
    ],
    changes: { state: 'CANCELLED' },
  },
  {
    slug: 'sixty-four',
    title: 'Sixty-four options',
    options: Array.from({ length: 64 }, (_, index) => [`Option ${index + 1}`, (64 - index) ** 2] as const),
  },
];

function addHardCase(db: Database, { slug, title, options, changes }: HardCase): void {
  const ballots = options.reduce((sum, [, votes]) => sum + votes, 0);
  const { id } = db
    .insert(survey)
    .values({
      slug,
      title,
      question: 'Which of these would you choose?',
      state: 'OPEN',
      method: 'SINGLE_CHOICE',
      maxChoices: 1,
      resultSource: 'TALLIED',
      resultsVisibility: 'LIVE',
      isSample: true,
      updatedAt: 0,
      ...changes,
      ballots: 0,
    })
    .returning({ id: survey.id })
    .get();
  const ids = options.map(([shortName], position) => {
    const name = { name: shortName, shortName, summary: '', keyPoints: '[]', relatedProjects: '[]' };
    const row = db
      .insert(narrative)
      .values({ slug: `${slug}-${position}`, ...name, updatedAt: 0 })
      .returning({ id: narrative.id })
      .get();
    db.insert(surveyOption).values({ surveyId: id, narrativeId: row.id, position, votes: 0 }).run();
    return row.id;
  });
  // The options of a survey with votes are fixed, so the votes come last.
  for (const [index, [, votes]] of options.entries()) setVotes(db, id, ids[index] ?? 0, votes);
  const countedAt = ballots === 0 ? null : at(25);
  db.update(survey)
    .set({ ballots: changes?.ballots ?? ballots, countedAt })
    .where(eq(survey.id, id))
    .run();
}

const setVotes = (db: Database, surveyId: number, narrativeId: number, votes: number) =>
  db
    .update(surveyOption)
    .set({ votes })
    .where(and(eq(surveyOption.surveyId, surveyId), eq(surveyOption.narrativeId, narrativeId)))
    .run();

/** The sandbox with votes, so that its page has something to say. */
function fillSandbox(db: Database): void {
  const row = db.select().from(survey).where(eq(survey.slug, 'sandbox')).get();
  if (row === undefined) throw new Error('The content has no sandbox.');
  const options = db.select().from(surveyOption).where(eq(surveyOption.surveyId, row.id)).all();
  for (const [index, { narrativeId }] of options.entries()) setVotes(db, row.id, narrativeId, 40 - 5 * index);
  db.update(survey)
    .set({ ballots: 180, countedAt: at(25) })
    .where(eq(survey.id, row.id))
    .run();
}

const pages = {
  home: '/',
  search: '/?q=data',
  survey: '/surveys/top-crypto-narratives-2024',
  open: '/surveys/sandbox',
  narrative: '/narratives/depin',
  article: '/articles/top-crypto-narratives-2024',
  questions: '/articles/api-endpoint-essentials',
  'not-found': '/nowhere',
};

async function take(page: Page, url: string, name: string): Promise<void> {
  await page.goto(url, { waitUntil: 'load' });
  await page.evaluate('document.fonts.ready');
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path, fullPage: true });
  console.log(path);
}

/** All pictures of the hard cases on one page. */
const contactSheet = (origin: string): string => {
  const image = (path: string) =>
    `<figure><img src="${origin}${path}"><figcaption>${path}</figcaption></figure>`;
  const sources = hardCases.flatMap(({ slug }, index) => {
    const theme = index % 2 === 0 ? 'light' : 'dark';
    return slug === 'sixty-four'
      ? [`/surveys/${slug}/results.svg?width=800`]
      : [
          `/surveys/${slug}/results.svg?width=800&theme=${theme}`,
          `/surveys/${slug}/results.png?width=480&theme=${theme}`,
        ];
  });
  return `<style>body{font:13px sans-serif;background:#888;display:flex;flex-wrap:wrap;align-items:start;gap:16px;margin:16px}figure{margin:0}img{display:block}</style>${sources.map(image).join('')}`;
};

const scratch = mkdtempSync(join(tmpdir(), 'moon-awards-gallery-'));
const databaseFile = join(scratch, 'gallery.db');
const db = openDatabase(databaseFile);
migrate(db);
loadFirstContent(db, at(1));
fillSandbox(db);
db.$client.close();

mkdirSync(folder, { recursive: true });
const server = await startServer(databaseFile);
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
try {
  for (const [name, path] of Object.entries(pages)) {
    for (const width of [1280, 390]) {
      for (const colorScheme of ['light', 'dark'] as const) {
        const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
        await take(await context.newPage(), server.origin + path, `${name}-${width}-${colorScheme}`);
        await context.close();
      }
    }
    const paper = await browser.newPage({ viewport: { width: 794, height: 1123 } });
    await paper.emulateMedia({ media: 'print' });
    await take(paper, server.origin + path, `${name}-print`);
    await paper.close();
  }
  const hard = openDatabase(databaseFile);
  for (const one of hardCases) addHardCase(hard, one);
  hard.$client.close();
  const sheet = join(scratch, 'sheet.html');
  writeFileSync(sheet, contactSheet(server.origin));
  const page = await browser.newPage({ viewport: { width: 2240, height: 1000 } });
  await take(page, `file://${resolve(sheet)}`, 'charts');
} finally {
  await browser.close();
  await server.stop();
  rmSync(scratch, { recursive: true });
}
