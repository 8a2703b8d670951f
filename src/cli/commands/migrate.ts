import type { Command } from 'commander';
import { migrate } from '../../db/migrate.ts';
import type { CommandContext } from '../command-context.ts';
import { withDatabase } from '../with-database.ts';

export function addMigrate(program: Command, { io, config }: CommandContext): void {
  program
    .command('migrate')
    .summary('bring the database up to date with this version')
    .description(
      'Brings the database (DATABASE_FILE) up to date with this version, and makes it when it is missing. `serve` and `load` do so by themselves.',
    )
    .option('--json', 'print the number of migrations as JSON: { applied }')
    .addHelpText('after', '\nExample:\n  DATABASE_FILE=./data/awards.db moon-awards migrate')
    .action(async ({ json }: { json?: true }) => {
      const { DATABASE_FILE: databaseFile } = config();
      const applied = await withDatabase(databaseFile, migrate);
      if (json) io.out(`${JSON.stringify({ applied })}\n`);
      else io.out(`${databaseFile} is up to date (migrations applied now: ${applied}).\n`);
    });
}
