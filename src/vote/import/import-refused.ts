/** The file cannot be imported as a whole, and nothing of it was written. The message is for the operator. */
export class ImportRefusedError extends Error {
  override name = 'ImportRefusedError';
}

/** A row that is left out, with the line of the file on which it begins. */
export interface RowFault {
  line: number;
  message: string;
}
