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
