import type { z } from 'zod';

/** Why a text cannot be saved. */
export interface Fault {
  /** Counted from 1; undefined where the fault is not of one line. */
  line?: number | undefined;
  message: string;
}

/** A fault of an input: of a text in it, or of any other value. */
export interface InputFault extends Fault {
  /** Keys of the input, from the outside in. */
  path: readonly PropertyKey[];
}

/** The faults that a zod schema found. A fault of a line of a text has it in its parameters. */
export const faultsOf = ({ issues }: z.ZodError): InputFault[] =>
  issues.map((issue) => {
    const line: unknown = issue.code === 'custom' ? issue.params?.line : undefined;
    return { path: issue.path, message: issue.message, line: typeof line === 'number' ? line : undefined };
  });
