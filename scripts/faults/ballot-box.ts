import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, createClient } from './client.ts';
import { createKey, type Server, type ServerOptions, startServer } from './server.ts';

/** Options of every survey here; the content that comes with the program has them. */
export const options = ['depin', 'ai', 'gamefi', 'defi', 'rwa'];
export const survey = 'faults';

export interface BallotBox {
  file: string;
  key: string;
  server: Server;
  client: Client;
  /** Starts the server anew on the same file; the last one must be gone. */
  restart: () => Promise<void>;
  /** Ends what still runs. */
  close: () => Promise<void>;
}

/** A server on a database of its own in the folder, in which the survey is open. */
export async function openBallotBox(
  folder: string,
  { connections = 256, ...serverOptions }: ServerOptions & { connections?: number } = {},
): Promise<BallotBox> {
  model ??= makeModel();
  const { file: original, key } = await model;
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

/** The database that every ballot box begins as, made once through the command line and the API. */
let model: Promise<{ file: string; key: string }> | undefined;

async function makeModel(): Promise<{ file: string; key: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'moon-awards-faults-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'model.db');
  const key = createKey(file);
  const server = await startServer(file);
  const client = createClient(server.url, key, 1);
  try {
    await openSurvey(client, survey);
  } finally {
    client.close();
    // Takes the write-ahead log into the file, which can then be copied.
    await server.end('SIGTERM');
  }
  return { file, key };
}

/** Makes a survey with one choice a ballot and opens it. `closesAt` in milliseconds since 1970. */
export async function openSurvey(client: Client, slug: string, closesAt?: number): Promise<void> {
  await client.ask(
    'mutation ($input: CreateSurveyInput!) { createSurvey(input: $input) { ... on CreateSurveySuccess { survey { id } } } }',
    { input: { slug, title: 'Faults', question: 'Which?', options } },
  );
  const opened = await client.ask(
    'mutation ($input: OpenSurveyInput!) { openSurvey(input: $input) { ... on OpenSurveySuccess { survey { status } } ... on UserError { message } } }',
    { input: { survey: slug, closesAt: closesAt === undefined ? null : new Date(closesAt).toISOString() } },
  );
  if (opened.openSurvey.survey?.status !== 'OPEN') {
    throw new Error(`The survey was not opened: ${JSON.stringify(opened)}`);
  }
}
