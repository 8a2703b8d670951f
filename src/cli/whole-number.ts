import { InvalidArgumentError } from 'commander';

/** Reads a whole number within bounds, both included. The reader throws InvalidArgumentError. */
export const wholeNumber =
  (minimum: number, maximum: number) =>
  (text: string): number => {
    const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= minimum && number <= maximum) return number;
    throw new InvalidArgumentError(`It must be a whole number, ${minimum} to ${maximum}.`);
  };
