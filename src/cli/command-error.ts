/** A command was refused or failed in a way that is no defect of the program; the message is for the operator as it stands. */
export class CommandError extends Error {
  override name = 'CommandError';
}
