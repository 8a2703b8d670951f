import { CommandError } from './command-error.ts';

interface Refusal {
  code: string;
  message: string;
}

/** The result of a verb. Throws CommandError with the message of a refusal. */
export function accepted<Result extends object>(result: Result): Exclude<Result, Refusal> {
  if (isRefusal(result)) throw new CommandError(result.message);
  // The rest of the union is not a refusal.
  return result as Exclude<Result, Refusal>;
}

const isRefusal = (result: object): result is Refusal => 'code' in result && 'message' in result;
