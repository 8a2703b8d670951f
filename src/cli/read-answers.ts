import { createReadStream, existsSync, type ReadStream, statSync, writeFileSync } from 'node:fs';
import { mapOf } from '../vote/import/answer-reports.ts';
import type { ImportReport } from '../vote/import/import-plan.ts';
import { ImportRefusedError, type RowFault } from '../vote/import/import-refused.ts';
import type { ImportRun } from '../vote/import/import-votes.ts';
import type { ImportOptions } from '../vote/import/plan-import.ts';
import { CommandError } from './command-error.ts';
import { faultLine, openFaultFile } from './fault-file.ts';
import { type ImportFlags, importOptions } from './import-flags.ts';
import { importProgress } from './import-progress.ts';
import { importReport } from './import-report.ts';
import type { Io } from './io.ts';
import { printable } from './printable.ts';

export interface AnswerFlags extends ImportFlags {
  writeMap?: string;
  faults?: string;
  dryRun?: true;
  strict?: true;
  json?: true;
}

/** The first faulty rows are printed; all of them go into the file of --faults. */
const printedFaults = 20;

/**
 * Lets `run` read a file of answers by the flags, while progress is printed, and prints its report. Throws
 * CommandError, also for a dry run that says that a run would be refused.
 */
export async function readAnswers(
  file: string,
  flags: AnswerFlags,
  io: Io,
  run: (options: Omit<ImportOptions, 'survey'> & ImportRun) => Promise<ImportReport>,
): Promise<void> {
  refuseUnreadable(file, flags);
  const options = importOptions(flags);
  const faults: RowFault[] = [];
  const faultFile = flags.faults === undefined ? undefined : openFaultFile(flags.faults);
  const source = measured(file);
  const progress = importProgress({
    write: io.err,
    terminal: process.stderr.isTTY ? process.stderr : undefined,
    clock: Date.now,
  });
  try {
    const report = await run({
      ...options,
      open: source.open,
      isDryRun: flags.dryRun ?? flags.writeMap !== undefined,
      isStrict: flags.strict,
      onProgress: (step) => progress.show(step, source.fraction()),
      onFault: (fault) => {
        if (faults.length < printedFaults) faults.push(fault);
        faultFile?.add(fault);
      },
    });
    progress.stop();
    if (flags.writeMap !== undefined) {
      const map = mapOf(report.reading.answers, options.map ?? {});
      writeFileSync(flags.writeMap, `${JSON.stringify(map, null, 2)}\n`, { flag: 'wx' });
    }
    io.out(
      flags.json
        ? `${JSON.stringify({ ...report, faults })}\n`
        : importReport(report, faults, flags.writeMap),
    );
    if (report.refusal !== null && flags.writeMap === undefined)
      throw new CommandError(printable(report.refusal));
  } catch (error) {
    progress.stop();
    if (!(error instanceof ImportRefusedError)) throw error;
    if (flags.json) io.out(`${JSON.stringify({ faults })}\n`);
    throw new CommandError([...faults.map(faultLine), printable(error.message)].join(''), { cause: error });
  } finally {
    faultFile?.close();
  }
}

/** A pipe has nothing left for the second reading. */
function refuseUnreadable(file: string, { faults, writeMap }: AnswerFlags): void {
  if (file !== '-' && !existsSync(file)) throw new CommandError(`There is no file ${file}.`);
  const about = file === '-' ? undefined : statSync(file);
  if (!about?.isFile()) {
    throw new CommandError(
      `${file} is not a file on disk. It is read several times, to be checked and to be written: save the answers to a file first.`,
    );
  }
  if (writeMap !== undefined && existsSync(writeMap)) {
    throw new CommandError(`There is a file ${writeMap} already. Choose another name for the map.`);
  }
  if (faults === undefined || !existsSync(faults)) return;
  const { dev, ino } = statSync(faults);
  if (dev === about.dev && ino === about.ino) {
    throw new CommandError('--faults names the file of the answers itself. Choose another file for it.');
  }
}

/** The file, and how much of it was read since it was opened last. */
function measured(file: string): { open: () => ReadStream; fraction: () => number } {
  const { size } = statSync(file);
  let latest: ReadStream | undefined;
  return {
    open: () => {
      latest = createReadStream(file);
      return latest;
    },
    fraction: () => Math.min(1, (latest?.bytesRead ?? 0) / Math.max(size, 1)),
  };
}
