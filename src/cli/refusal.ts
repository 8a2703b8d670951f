import { isRefusal, type Refusal } from '../text/refusal.ts';
import { CommandError } from './command-error.ts';

type Fault = NonNullable<Refusal['faults']>[number];

/**
 * The result of a verb. Throws CommandError with the message of a refusal, or with a line for each fault of
 * an input, as `located` writes it.
 */
export function accepted<Result extends object>(
  result: Result,
  located: (fault: Fault) => string = named,
): Exclude<Result, Refusal> {
  if (isRefusal(result)) {
    const { message, faults = [] } = result;
    throw new CommandError(faults.length === 0 ? message : faults.map(located).join('\n'));
  }
  // The rest of the union is not a refusal.
  return result as Exclude<Result, Refusal>;
}

const named = ({ path, message }: Fault): string =>
  path.length === 0 ? message : `\`${path.join('.')}\`: ${message}`;
