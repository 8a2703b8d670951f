import { isRefusal, type Refusal } from '../text/refusal.ts';
import { CommandError } from './command-error.ts';

/** The result of a verb. Throws CommandError with the message of a refusal. */
export function accepted<Result extends object>(result: Result): Exclude<Result, Refusal> {
  if (isRefusal(result)) throw new CommandError(result.message);
  // The rest of the union is not a refusal.
  return result as Exclude<Result, Refusal>;
}
