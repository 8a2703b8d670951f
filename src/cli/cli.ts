import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { ApiKeyRefusedError } from '../access/api-key.ts';
import { ConfigError, readConfig } from '../config.ts';
import { ContentError } from '../content/content-fault.ts';
import { CommandError } from './command-error.ts';
import { addArticle } from './commands/article.ts';
import { addAudit } from './commands/audit.ts';
import { addBackup } from './commands/backup.ts';
import { addContent } from './commands/content.ts';
import { addDemo } from './commands/demo.ts';
import { addKeys } from './commands/keys.ts';
import { addLoad } from './commands/load.ts';
import { addMigrate } from './commands/migrate.ts';
import { addNarrative } from './commands/narrative.ts';
import { addSchema } from './commands/schema.ts';
import { addSeries } from './commands/series.ts';
import { addServe } from './commands/serve.ts';
import { addSurvey } from './commands/survey.ts';
import { addVotes } from './commands/votes.ts';
import type { Io } from './io.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Runs one command and resolves to the exit code: 0 done, 1 refused or failed, 2 misuse. `argv` begins
 * with the command.
 */
export async function run(argv: readonly string[], environment: Environment, io: Io): Promise<number> {
  const program = new Command('moon-awards')
    .description(
      'Community awards: surveys, ranked narratives and the articles that explain them, through a GraphQL API.',
    )
    .version(version(), '--version', 'print the version')
    .configureOutput({ writeOut: io.out, writeErr: io.err })
    .exitOverride()
    .addHelpText(
      'after',
      '\nExample:\n  moon-awards serve\n\nThe environment variables are described in docs/reference.md.',
    );
  const context = { io, config: () => readConfig(environment) };
  for (const add of [
    addServe,
    addMigrate,
    addContent,
    addLoad,
    addNarrative,
    addSeries,
    addSurvey,
    addVotes,
    addArticle,
    addKeys,
    addAudit,
    addDemo,
    addBackup,
    addSchema,
  ])
    add(program, context);
  try {
    await program.parseAsync(argv, { from: 'user' });
    return 0;
  } catch (error) {
    // Commander has said already what is wrong, or printed the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    io.err(`${isExpected(error) ? expected(error) : described(error)}\n`);
    return 1;
  }
}

function version(): string {
  const { version }: { version: string } = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  );
  return version;
}

/** What the operator can mend, and so needs no stack to find. */
const isExpected = (error: unknown): error is Error =>
  error instanceof ConfigError ||
  error instanceof ApiKeyRefusedError ||
  error instanceof CommandError ||
  error instanceof ContentError ||
  // Node's errors of the system: a port in use, a folder that cannot be written.
  (error instanceof Error && 'syscall' in error && 'code' in error);

/** The address to listen on comes from the environment, and Node does not know by which names. */
const settingBehind: Readonly<Record<string, { name: string; remedy: string }>> = {
  EADDRINUSE: {
    name: 'PORT',
    remedy: 'Set PORT to a free port, or to 0 for any, or stop the program that listens there.',
  },
  EACCES: { name: 'PORT', remedy: 'Set PORT to 1024 or more, which needs no rights of the system.' },
  EADDRNOTAVAIL: { name: 'HOST', remedy: 'Set HOST to an address of this machine.' },
  ENOTFOUND: { name: 'HOST', remedy: 'Set HOST to an address of this machine.' },
};

function expected(error: Error & { syscall?: unknown; code?: unknown }): string {
  const isOfAddress = ['listen', 'bind', 'getaddrinfo'].includes(String(error.syscall));
  const setting = isOfAddress ? settingBehind[String(error.code)] : undefined;
  return setting === undefined ? error.message : `${setting.name}: ${error.message}. ${setting.remedy}`;
}

const described = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);
