import type { Key, Page } from '../db/keyset.ts';
import { badUserInput } from './errors.ts';

export interface PageArguments {
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}

const defaultSize = 20;
export const maximumSize = 100;

/**
 * Parses the arguments of a connection. `order` names the list and its order, so that a cursor of another
 * list is invalid. Throws BAD_USER_INPUT with the argument's name.
 */
export function pageOf({ first, after, last, before }: PageArguments, order: string): Page {
  if (first != null && last != null) {
    throw badUserInput(
      'last',
      'Both `first` and `last` are given. Ask for the start of the list or for its end.',
    );
  }
  const isBackward = last != null;
  return {
    size: isBackward ? sizeOf('last', last) : sizeOf('first', first ?? defaultSize),
    isBackward,
    after: after == null ? undefined : keyOfCursor('after', after, order),
    before: before == null ? undefined : keyOfCursor('before', before, order),
  };
}

/** Checks a page size, 1 to 100. Throws BAD_USER_INPUT. */
export function sizeOf(argument: string, size: number): number {
  if (size >= 1 && size <= maximumSize) return size;
  const wayOut = size < 1 ? 'Ask for at least 1.' : 'Ask for fewer and follow `pageInfo` to the next page.';
  throw badUserInput(
    argument,
    `\`${argument}\` is ${size}; it must be between 1 and ${maximumSize}. ${wayOut}`,
  );
}

export const cursorOf = (order: string, key: Key): string =>
  Buffer.from(JSON.stringify([order, ...key])).toString('base64url');

function keyOfCursor(argument: string, cursor: string, order: string): Key {
  const key = parseCursor(cursor);
  if (key !== undefined && key[0] === order) return [key[1], key[2]];
  throw badUserInput(
    argument,
    `\`${argument}\` is not a cursor of this list in this order. Pass a \`cursor\` or \`endCursor\` that the same field returned with the same arguments, or omit \`${argument}\`.`,
  );
}

function parseCursor(cursor: string): [order: string, by: number | string, id: number] | undefined {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
  if (!Array.isArray(parts) || parts.length !== 3) return undefined;
  const [order, by, id]: unknown[] = parts;
  const isKey = typeof by === 'string' || (typeof by === 'number' && Number.isFinite(by));
  return typeof order === 'string' && isKey && Number.isSafeInteger(id) ? [order, by, Number(id)] : undefined;
}
