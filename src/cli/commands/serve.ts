import type { Command } from 'commander';
import { openDatabase } from '../../db/client.ts';
import { migrate } from '../../db/migrate.ts';
import { openWriter } from '../../db/writer.ts';
import type { CommandContext } from '../command-context.ts';
import { loadFirstContent } from '../content/load-content.ts';
import { serverOptions } from '../server-options.ts';
import { withDatabase } from '../with-database.ts';

export function addServe(program: Command, { io, config }: CommandContext): void {
  program
    .command('serve')
    .summary('serve the API until SIGTERM or SIGINT')
    .description(
      'Serves the API on HOST and PORT until SIGTERM or SIGINT, then lets requests under way finish. The database is brought up to date first; one without content gets the content that comes with the program.',
    )
    .addHelpText('after', '\nExample:\n  PORT=8080 LOG_LEVEL=warn moon-awards serve')
    .action(async () => {
      const settings = config();
      // The other commands need no HTTP, which takes longer to load than they take to run.
      const [{ createLog }, { serve }] = await Promise.all([
        import('../../http/log.ts'),
        import('../../http/serve.ts'),
      ]);
      await withDatabase(settings.DATABASE_FILE, async (db) => {
        const log = createLog(settings.LOG_LEVEL);
        migrate(db);
        const content = loadFirstContent(db, Date.now());
        if (content) log.info({ files: content.added }, 'content loaded');
        // Listened for before the address is announced: whoever reads that may stop us at once.
        const stopped = io.stopped();
        const editorialDb = openDatabase(settings.DATABASE_FILE);
        const writer = openWriter(settings.DATABASE_FILE);
        try {
          const server = await serve({ ...serverOptions(settings), db, editorialDb, writer, log });
          io.out(`The API and GraphiQL are at ${server.url}\n`);
          await stopped;
          await server.stop();
        } finally {
          await writer.close();
          editorialDb.$client.close();
        }
      });
    });
}
