import cluster from 'node:cluster';
import type { Command } from 'commander';
import type { Config } from '../../config.ts';
import { loadFirstContent } from '../../content/load-content.ts';
import { type Database, openDatabase } from '../../db/client.ts';
import { forgetDoubt } from '../../db/clock-row.ts';
import { findDamage } from '../../db/find-damage.ts';
import type { ClockEvent } from '../../db/transaction-clock.ts';
import { openWriter } from '../../db/writer.ts';
import type { PersistedOperations } from '../../guard/persisted-operations.ts';
import type { Logger } from '../../http/log.ts';
import { startCounting } from '../../vote/counting.ts';
import { bringUpToDate } from '../bring-up-to-date.ts';
import type { CommandContext } from '../command-context.ts';
import { CommandError } from '../command-error.ts';
import type { Io } from '../io.ts';
import { printable } from '../printable.ts';
import { readRegisteredOperations, serverOptions } from '../server-options.ts';
import { voterSecret } from '../voter-secret.ts';
import { withNewDatabase } from '../with-database.ts';

export function addServe(program: Command, { io, config }: CommandContext): void {
  program
    .command('serve')
    .summary('serve the API until SIGTERM or SIGINT')
    .description(
      'Serves the API on HOST and PORT until SIGTERM or SIGINT, then lets requests under way finish. The database is brought up to date first; one without content gets the content that comes with the program.',
    )
    .option(
      '--no-check',
      'do not read the whole file first to look for damaged pages, which takes about 3 s for 1 GB',
    )
    .addHelpText('after', '\nExample:\n  PORT=8080 LOG_LEVEL=warn moon-awards serve')
    .action(async ({ check }: { check: boolean }) => {
      try {
        await serveUntilStopped(config(), io, check);
      } finally {
        // Whatever has ended it, the channel to the primary process would keep a worker alive.
        if (cluster.isWorker && process.connected) process.disconnect();
      }
    });
}

async function serveUntilStopped(settings: Config, io: Io, check: boolean): Promise<void> {
  // Listened for before the address is announced: what reads it may stop the server at once.
  const stopped = io.stopped();
  // Read before the database is made, so that a wrong setting leaves nothing behind.
  const operations = readRegisteredOperations(settings);
  // The other commands need no HTTP, which takes longer to load than they take to run.
  const { createLog } = await import('../../http/log.ts');
  const log = createLog(settings.LOG_LEVEL, cluster.worker?.id);
  await withNewDatabase(settings.DATABASE_FILE, async (db) => {
    // Workers share the file, so that one look is enough.
    if (cluster.isPrimary) {
      if (check) refuseDamage(db, log);
      await prepare(db, log);
    }
    const parts = { settings, operations, db, log, io, stopped };
    if (cluster.isWorker || settings.WORKERS === 1) await serveHere(parts);
    else await serveInWorkers(parts);
  });
}

function refuseDamage(db: Database, log: Logger): void {
  const started = performance.now();
  const damage = findDamage(db);
  if (damage !== undefined) {
    throw new CommandError(
      `${db.$client.name}: The database is damaged: ${printable(damage)}. Go back to a copy; \`serve --no-check\` starts all the same, to read what can be read.`,
    );
  }
  log.info({ milliseconds: Math.round(performance.now() - started) }, 'the database is not damaged');
}

async function prepare(db: Database, log: Logger): Promise<void> {
  const { rendered, unrendered } = await bringUpToDate(db);
  if (rendered > 0) log.info({ texts: rendered }, 'texts rendered again');
  for (const text of unrendered)
    log.warn(text, 'a text can no longer be rendered: it reads as it was written');
  forgetDoubt(db);
  const content = await loadFirstContent(db, Date.now());
  if (content) log.info({ files: content.added }, 'content loaded');
}

const secretOf = (settings: Config, db: Database, log: Logger): Buffer =>
  voterSecret(settings, db, (message) => log.warn(message));

const announcement = (url: string, { PAGES }: Config): string =>
  `The API and GraphiQL are at ${url}\n${PAGES === 'on' ? `Pages are at ${new URL('/', url)}\n` : ''}`;

interface Parts {
  settings: Config;
  operations: PersistedOperations | undefined;
  db: Database;
  log: Logger;
  io: Io;
  stopped: Promise<void>;
}

async function serveHere({ settings, operations, db, log, io, stopped }: Parts): Promise<void> {
  const [{ serve }, { createSite }, { channelOfWorker, reportListening }] = await Promise.all([
    import('../../http/serve.ts'),
    import('../../pages/site.ts'),
    import('../workers.ts'),
  ]);
  const editorialDb = openDatabase(settings.DATABASE_FILE);
  const writer = openWriter(settings.DATABASE_FILE, { onClock: (event) => logClock(log, event) });
  try {
    const channel = channelOfWorker();
    const options = serverOptions(settings, secretOf(settings, db, log), operations);
    const site = createSite({ hasPages: settings.PAGES === 'on' });
    // The primary process of several workers runs the upkeep.
    const hasUpkeep = channel === undefined;
    const server = await serve({ ...options, ...site, db, editorialDb, writer, log, channel, hasUpkeep });
    if (channel === undefined) io.out(announcement(server.url, settings));
    else reportListening(server.url);
    await stopped;
    await server.stop();
  } finally {
    await writer.close();
    editorialDb.$client.close();
  }
}

const seconds = (milliseconds: number): number => Math.round(milliseconds / 1_000);

function logClock(log: Logger, event: ClockEvent): void {
  if (event.kind === 'JUMPED') {
    log.error(
      { jumpedSeconds: seconds(event.by), settlesAfterSeconds: seconds(event.settlesAfter) },
      'the clock has jumped: votes are answered UNAVAILABLE, and no survey opens or closes by its times, until the clock is back or has run evenly for that long; to believe it at once, restart the server',
    );
  } else if (event.kind === 'AGREES') {
    log.warn('the clock is back: votes are counted again');
  } else {
    log.warn({ jumpedSeconds: seconds(event.by) }, 'the new time is believed: votes are counted again');
  }
}

async function serveInWorkers({ settings, db, log, io, stopped }: Parts): Promise<void> {
  const { supervise } = await import('../workers.ts');
  // Made here already: what is wrong with the settings, or makes the voter secret, happens once.
  const limits = serverOptions(settings, secretOf(settings, db, log));
  const writer = openWriter(settings.DATABASE_FILE);
  // The workers read what is counted here.
  const onFailure = (err: unknown) => log.error({ err }, 'cannot count votes; it is tried again');
  const counting = startCounting({ db, writer, hasUpkeep: true, onFailure });
  try {
    await supervise({
      count: settings.WORKERS,
      limits,
      log,
      onListening: (url) => io.out(announcement(url, settings)),
      stopped,
    });
  } finally {
    await counting.stop();
    await writer.close();
  }
}
