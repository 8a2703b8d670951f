import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, createClient } from './client.ts';
import { createKey, type Server, type ServerOptions, startServer } from './server.ts';

/** Options of the surveys, from the default content. */
export const options = ['depin', 'ai', 'gamefi', 'defi', 'rwa'];
export const survey = 'faults';

export interface BallotBox {
  file: string;
  key: string;
  server: Server;
  client: Client;
  /** Starts a new server on the same file, after the previous one has exited. */
  restart: () => Promise<void>;
  /** Kills the server if it is running. */
  close: () => Promise<void>;
}

/** Starts a server on a new database in the folder, with an open survey. */
export async function openBallotBox(
  folder: string,
  { connections = 256, ...serverOptions }: ServerOptions & { connections?: number } = {},
): Promise<BallotBox> {
  template ??= createTemplate();
  const { file: original, key } = await template;
  const file = join(folder, 'faults.db');
  for (const part of ['', '.voter-secret']) copyFileSync(`${original}${part}`, `${file}${part}`);
  const server = await startServer(file, serverOptions);
  const box: BallotBox = {
    file,
    key,
    server,
    client: createClient(server.url, key, connections),
    restart: async () => {
      box.client.close();
      box.server = await startServer(file, serverOptions);
      box.client = createClient(box.server.url, key, connections);
    },
    close: async () => {
      box.client.close();
      await box.server.end('SIGKILL');
    },
  };
  return box;
}

/** The database that is copied for each ballot box, created once through the command line and the API. */
let template: Promise<{ file: string; key: string }> | undefined;

async function createTemplate(): Promise<{ file: string; key: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'moon-awards-faults-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'template.db');
  const key = createKey(file);
  const server = await startServer(file);
  const client = createClient(server.url, key, 1);
  try {
    await openSurvey(client, survey);
  } finally {
    client.close();
    // Moves the write-ahead log into the database file, so that the file can be copied.
    await server.end('SIGTERM');
  }
  return { file, key };
}

/** Creates and opens a single-choice survey. `closesAt` is in milliseconds since 1970. */
export async function openSurvey(client: Client, slug: string, closesAt?: number): Promise<void> {
  await client.query(
    'mutation ($input: CreateSurveyInput!) { createSurvey(input: $input) { ... on CreateSurveySuccess { survey { id } } } }',
    { input: { slug, title: 'Faults', question: 'Which?', options } },
  );
  const opened = await client.query(
    'mutation ($input: OpenSurveyInput!) { openSurvey(input: $input) { ... on OpenSurveySuccess { survey { status } } ... on UserError { message } } }',
    { input: { survey: slug, closesAt: closesAt === undefined ? null : new Date(closesAt).toISOString() } },
  );
  if (opened.openSurvey.survey?.status !== 'OPEN') {
    throw new Error(`The survey did not open: ${JSON.stringify(opened)}`);
  }
}
