import type { Command } from 'commander';
import { bringUpToDate, unrenderedLine } from '../bring-up-to-date.ts';
import type { CommandContext } from '../command-context.ts';
import { withNewDatabase } from '../with-database.ts';

export function addMigrate(program: Command, { io, config }: CommandContext): void {
  program
    .command('migrate')
    .summary('bring the database up to date with this version')
    .description(
      'Brings the database (DATABASE_FILE) up to date with this version, and makes it when it is missing. `serve` does so by itself, and so does `load`, which makes none without --create.',
    )
    .option(
      '--json',
      'print as JSON how many migrations were applied and texts rendered again, and what can no longer be rendered: { applied, rendered, unrendered: [{ kind, slug, reason }] }',
    )
    .addHelpText('after', '\nExample:\n  DATABASE_FILE=./data/awards.db moon-awards migrate')
    .action(async ({ json }: { json?: true }) => {
      const { DATABASE_FILE: databaseFile } = config();
      const report = await withNewDatabase(databaseFile, bringUpToDate);
      const { applied, rendered, unrendered } = report;
      if (json) return io.out(`${JSON.stringify(report)}\n`);
      io.out(
        `${databaseFile} is up to date (migrations applied now: ${applied}; texts rendered again: ${rendered}).\n`,
      );
      for (const text of unrendered) io.err(`${unrenderedLine(text)}\n`);
    });
}
