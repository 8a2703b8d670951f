import { closeSync, openSync, writeSync } from 'node:fs';
import type { RowFault } from '../vote/import/import-refused.ts';
import { printable } from './printable.ts';

export interface FaultFile {
  add: (fault: RowFault) => void;
  close: () => void;
}

/** Lines are written once they fill this many characters. */
const bufferSize = 65_536;

/**
 * Makes the file, or empties it, and writes each faulty row as a line: a file of faults only may be as
 * long as the import itself.
 */
export function openFaultFile(name: string): FaultFile {
  const file = openSync(name, 'w');
  let buffered = '';
  const flush = () => {
    writeSync(file, buffered);
    buffered = '';
  };
  return {
    add: (fault) => {
      buffered += faultLine(fault);
      if (buffered.length >= bufferSize) flush();
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
