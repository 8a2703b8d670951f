import { run } from './cli/cli.ts';

// `moon-awards schema print | head` ends the reader first; that is not a failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await run(process.argv.slice(2), process.env, {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  stopped: () =>
    new Promise((resolve) => {
      // Both stay handled: a terminal's Ctrl-C reaches this process from npm as well, and must not cut the
      // drain short.
      for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve());
    }),
});
