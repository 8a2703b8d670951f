import { join } from 'node:path';
import { run } from '../../src/cli/cli.ts';
import { temporaryFolder } from '../support/database.ts';

export interface Outcome {
  code: number;
  out: string;
  err: string;
}

export interface RunOptions {
  environment?: Readonly<Record<string, string>>;
  /** Called with everything that was written to standard output so far, whenever more is written. */
  onOut?: (out: string) => void;
  stopped?: Promise<void>;
}

/** Runs a command in this process, with a database of its own unless the environment names one. */
export async function command(
  argv: readonly string[],
  { environment = {}, onOut, stopped = Promise.resolve() }: RunOptions = {},
): Promise<Outcome> {
  let [out, err] = ['', ''];
  const code = await run(
    argv,
    { DATABASE_FILE: join(temporaryFolder(), 'data', 'test.db'), LOG_LEVEL: 'silent', ...environment },
    {
      out: (text) => {
        out += text;
        onOut?.(out);
      },
      err: (text) => {
        err += text;
      },
      stopped: () => stopped,
    },
  );
  return { code, out, err };
}
