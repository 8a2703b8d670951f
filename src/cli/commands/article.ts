import type { Command } from 'commander';
import { createArticle, publishArticle, updateArticle } from '../../article/edit-article.ts';
import { articlePage } from '../../article/queries.ts';
import type { ArticleRow } from '../../db/tables/article.ts';
import { aligned } from '../aligned.ts';
import { parseInteger } from '../arguments.ts';
import type { CommandContext } from '../command-context.ts';
import { CommandError } from '../command-error.ts';
import { everyRow } from '../every-row.ts';
import { type ArticleFlags, readArticle } from '../read-article.ts';
import { accepted } from '../refusal.ts';
import { withCurrentDatabase } from '../with-current-database.ts';

const editor = () => ({ actor: 'cli', now: Date.now() });

/** What an article cannot begin without, besides its body. */
const required = ['title', 'excerpt', 'category', 'author'] as const;

export function addArticle(program: Command, { io, config }: CommandContext): void {
  const file = () => config().DATABASE_FILE;
  const print = (row: ArticleRow, json: true | undefined) => {
    const printed = printedArticle(row);
    io.out(json ? `${JSON.stringify(printed)}\n` : `${lines([printed])}\n`);
  };
  const article = program
    .command('article')
    .summary('write, publish and list articles')
    .description(
      'Adds articles as drafts, changes, publishes and lists them. An article is a Markdown file, with front matter as `content new article` writes it or without.',
    )
    .addHelpText('after', '\nExample:\n  moon-awards article list');

  const write = (
    name: 'new' | 'update',
    summary: string,
    description: string,
    save: typeof createArticle | typeof updateArticle,
    requires: readonly (keyof ArticleFlags)[],
  ) =>
    article
      .command(name)
      .summary(summary)
      .description(description)
      .argument('<file>', 'the Markdown file; its name is the slug unless --slug is given')
      .option('--slug <slug>', 'its short name in URLs')
      .option('--title <title>', 'the title')
      .option('--excerpt <text>', 'what it is about, for lists')
      .option('--category <name>', 'the category, which is made when it is new')
      .option('--author <name>', 'who wrote it')
      .option('--reading-time <minutes>', 'how long it takes to read', parseInteger(1, 600))
      .option('--survey <slug>', 'the survey that it explains, and whose figures fill its placeholders')
      .option('--narrative <slugs...>', 'the narratives that it treats, in their order')
      .option('--disclaimer <text>', 'what is said below it')
      .option('--json', 'print { slug, title, status, publishedAt, updatedAt }')
      .addHelpText('after', `\nExample:\n  moon-awards article ${name} best-2026.md --survey best-2026`)
      .action(async (path: string, { json, ...flags }: ArticleFlags & { json?: true }) => {
        const { input, located } = readArticle(path, flags);
        const missing = requires.filter((key) => input[key] === undefined);
        if (missing.length > 0) {
          const names = missing.map((key) => `\`${key}\``).join(', ');
          throw new CommandError(
            `${path} does not name its ${names}. Add the keys to its front matter, or give ${missing.map((key) => `--${key}`).join(', ')}.`,
          );
        }
        const row = await withCurrentDatabase(file(), async (db) =>
          accepted(await save(db, input, editor()), located),
        );
        print(row, json);
      });
  write(
    'new',
    'add an article as a draft',
    'Adds an article as a draft; `article publish` makes it public. Options take precedence over front matter.',
    createArticle,
    required,
  );
  write(
    'update',
    'change an article',
    'Changes what the file and the options name of an article, its body included; all else stays as it is.',
    updateArticle,
    [],
  );

  article
    .command('publish')
    .summary('make an article public')
    .argument('<slug>', "the article's slug")
    .option('--json', 'print { slug, title, status, publishedAt, updatedAt }')
    .addHelpText('after', '\nExample:\n  moon-awards article publish best-2026')
    .action(async (slug: string, { json }: { json?: true }) => {
      const row = await withCurrentDatabase(file(), (db) => accepted(publishArticle(db, slug, editor())));
      print(row, json);
    });

  article
    .command('list')
    .summary('list all articles, drafts included, newest first')
    .option('--json', 'print a list of { slug, title, status, publishedAt, updatedAt }')
    .addHelpText('after', '\nExample:\n  moon-awards article list --json')
    .action(async ({ json }: { json?: true }) => {
      const rows = await withCurrentDatabase(file(), (db) =>
        articlePage(db, everyRow, {}, { field: 'DATE', isDescending: true }, true),
      );
      const printed = rows.map((row) => printedArticle(row));
      io.out(json ? `${JSON.stringify(printed)}\n` : printed.length === 0 ? '' : `${lines(printed)}\n`);
    });
}

const isoOf = (time: number | null) => (time === null ? null : new Date(time).toISOString());

const printedArticle = ({ slug, title, status, publishedAt, updatedAt }: ArticleRow) => ({
  slug,
  title,
  status,
  publishedAt: isoOf(publishedAt),
  updatedAt: isoOf(updatedAt),
});

const lines = (articles: readonly ReturnType<typeof printedArticle>[]): string =>
  aligned(
    articles.map(({ slug, title, status, publishedAt }) => [slug, status, publishedAt ?? '', title]),
  ).join('\n');
