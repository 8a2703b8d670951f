/**
 * A command was refused or failed without a defect of the program; the message is for the operator as it
 * is.
 */
export class CommandError extends Error {
  override name = 'CommandError';
}
