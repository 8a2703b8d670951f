import { readFileSync } from 'node:fs';

/** The process and all that it started and that still runs. */
function treeOf(id: number): number[] {
  const children = readFileSync(`/proc/${id}/task/${id}/children`, 'utf8').split(' ').map(Number);
  return [id, ...children.filter((child) => child > 0).flatMap(treeOf)];
}

/** Seconds of CPU time so far, in the programs and in the kernel for them, those that have ended included. */
export const cpuSeconds = (id: number): number =>
  treeOf(id)
    .flatMap((one) => {
      // What follows the name in parentheses begins with field 3. Fields 14 to 17 are hundredths of a second: user and system, of
      // the process itself and of children that have ended.
      const fields = readFileSync(`/proc/${one}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      return fields.slice(11, 15).map((field) => Number(field) / 100);
    })
    .reduce((sum, seconds) => sum + seconds, 0);

/** Megabytes of memory that are resident now. What processes share, files and shared memory, counts once. */
export function residentMegabytes(id: number): number {
  const statuses = treeOf(id).map((one) => readFileSync(`/proc/${one}/status`, 'utf8'));
  const sizes = (name: string) =>
    statuses.map((status) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0));
  const own = sizes('RssAnon').reduce((sum, size) => sum + size, 0);
  return (own + Math.max(...sizes('RssFile')) + Math.max(...sizes('RssShmem'))) / 1024;
}
