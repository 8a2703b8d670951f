import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

/** The process and its descendants that are running. */
function treeOf(id: number): number[] {
  const children = readFileSync(`/proc/${id}/task/${id}/children`, 'utf8').split(' ').map(Number);
  return [id, ...children.filter((child) => child > 0).flatMap(treeOf)];
}

/** Seconds of CPU time so far, user and system, of the process and all its descendants. */
export const cpuSeconds = (id: number): number =>
  treeOf(id)
    .flatMap((one) => {
      // The text after the name in parentheses starts with field 3. Fields 14 to 17 are hundredths of a
      // second: user and system, of the process and of its children that have ended.
      const fields = readFileSync(`/proc/${one}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      return fields.slice(11, 15).map((field) => Number(field) / 100);
    })
    .reduce((sum, seconds) => sum + seconds, 0);

/** Megabytes of resident memory. Files and shared memory count once for all processes. */
export function residentMegabytes(id: number): number {
  const statuses = treeOf(id).map((one) => readFileSync(`/proc/${one}/status`, 'utf8'));
  const sizes = (name: string) =>
    statuses.map((status) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0));
  const own = sizes('RssAnon').reduce((sum, size) => sum + size, 0);
  return (own + Math.max(...sizes('RssFile')) + Math.max(...sizes('RssShmem'))) / 1024;
}

/**
 * Milliseconds of CPU time so far of all threads of the process, except for those with the name `without`:
 * exact to nanoseconds while they sleep, which `cpuSeconds` is not.
 */
export const cpuMilliseconds = (id: number, without?: string): number =>
  readdirSync(`/proc/${id}/task`)
    .filter((thread) => without === undefined || threadName(id, thread) !== without)
    // The scheduler's counters: nanoseconds on a core, nanoseconds of waiting for a core, time slices.
    .map((thread) => Number(readFileSync(`/proc/${id}/task/${thread}/schedstat`, 'utf8').split(' ')[0]))
    .reduce((sum, nanoseconds) => sum + nanoseconds / 1e6, 0);

const threadName = (id: number, thread: string): string =>
  readFileSync(`/proc/${id}/task/${thread}/comm`, 'utf8').trimEnd();

/** The same, once the process has done nothing for a millisecond. */
export async function settledCpuMilliseconds(id: number, without?: string): Promise<number> {
  let before = cpuMilliseconds(id, without);
  for (let look = 0; look < 200; look += 1) {
    await wait(1);
    const now = cpuMilliseconds(id, without);
    if (now - before < 0.02) return now;
    before = now;
  }
  return before;
}

/**
 * Starts to watch the peak of resident memory. The result returns the peak as megabytes above the start.
 */
export function watchPeak(id: number): () => number {
  const megabytes = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1]) /
    1024;
  // proc_pid_clear_refs(5): 5 resets the peak to the current size.
  writeFileSync(`/proc/${id}/clear_refs`, '5');
  const before = megabytes('VmRSS');
  return () => Math.max(0, megabytes('VmHWM') - before);
}
