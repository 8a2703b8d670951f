import { closeSync, openSync, writeSync } from 'node:fs';
import type { RowFault } from '../vote/import/csv-rows.ts';
import { printable } from './printable.ts';

export interface FaultFile {
  add: (fault: RowFault) => void;
  close: () => void;
}

const bytesHeld = 65_536;

/** Makes the file, or empties it, and writes each faulty row as a line: a file of faults only may be as long as the import itself. */
export function openFaultFile(name: string): FaultFile {
  const file = openSync(name, 'w');
  let held = '';
  const flush = () => {
    writeSync(file, held);
    held = '';
  };
  return {
    add: (fault) => {
      held += faultLine(fault);
      if (held.length >= bytesHeld) flush();
    },
    close: () => {
      try {
        flush();
      } finally {
        closeSync(file);
      }
    },
  };
}

export const faultLine = ({ line, message }: RowFault): string => `line ${line}: ${printable(message)}\n`;
