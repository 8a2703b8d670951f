import type { Command } from 'commander';
import type { Database } from '../../db/client.ts';
import type { SeriesRow } from '../../db/tables/survey.ts';
import { createSeries } from '../../survey/edit-series.ts';
import { surveyPage } from '../../survey/list-queries.ts';
import { allSeries } from '../../survey/queries.ts';
import { aligned } from '../aligned.ts';
import type { CommandContext } from '../command-context.ts';
import { everyRow } from '../every-row.ts';
import { accepted } from '../refusal.ts';
import { withCurrentDatabase } from '../with-current-database.ts';

interface NewSeries {
  slug: string;
  title: string;
  json?: true;
}

export function addSeries(program: Command, { io, config }: CommandContext): void {
  const file = () => config().DATABASE_FILE;
  const series = program
    .command('series')
    .summary('create and list series of surveys')
    .description('Creates and lists series: awards that are given again, of which a survey is one edition.')
    .addHelpText('after', '\nExample:\n  moon-awards series list');

  series
    .command('create')
    .summary('add a series')
    .requiredOption('--slug <slug>', 'its short name in URLs')
    .requiredOption('--title <title>', 'the title; at most 200 characters')
    .option('--json', 'print { slug, title, editions }')
    .addHelpText('after', '\nExample:\n  moon-awards series create --slug best --title "Best Narratives"')
    .action(async ({ json, ...input }: NewSeries) => {
      const created = await withCurrentDatabase(file(), (db) =>
        printedSeries(db, accepted(createSeries(db, input, { actor: 'cli', now: Date.now() }))),
      );
      io.out(json ? `${JSON.stringify(created)}\n` : `${lines([created])}\n`);
    });

  series
    .command('list')
    .summary('list the series by title, at most 100')
    .option('--json', 'print a list of { slug, title, editions: [{ edition, survey, status }] }')
    .addHelpText('after', '\nExample:\n  moon-awards series list --json')
    .action(async ({ json }: { json?: true }) => {
      const rows = await withCurrentDatabase(file(), (db) =>
        allSeries(db).map((row) => printedSeries(db, row)),
      );
      io.out(json ? `${JSON.stringify(rows)}\n` : rows.length === 0 ? '' : `${lines(rows)}\n`);
    });
}

function printedSeries(db: Database, { slug, title }: SeriesRow) {
  const filter = { series: slug, seesDrafts: true };
  const surveys = surveyPage(db, everyRow, filter, { field: 'DATE', isDescending: true });
  return {
    slug,
    title,
    editions: surveys.map((survey) => ({
      edition: survey.edition,
      survey: survey.slug,
      status: survey.state,
    })),
  };
}

const lines = (series: readonly ReturnType<typeof printedSeries>[]): string =>
  aligned(
    series.map(({ slug, title, editions }) => [
      slug,
      title,
      editions.length === 0
        ? 'without surveys'
        : editions.map(({ edition, status }) => `${edition} ${status}`).join(', '),
    ]),
  ).join('\n');
