import { describe, expect, test } from 'vitest';
import { connection, connectionFields } from '../../src/graphql/connection.ts';
import { pageOf } from '../../src/graphql/page.ts';

const order = { name: 'letters', keyOf: (letter: string) => [letter, letter.charCodeAt(0)] as const };

const cursorOf = (letter: string): string =>
  connectionFields.pageInfo(
    connection(
      pageOf({ first: 1 }, order.name),
      order,
      () => [letter],
      () => 1,
    ),
  ).endCursor ?? '';

/** A page of the list a, b, c, d, which is read as the database reads it: backward pages from their end. */
function letters({
  first,
  after,
  last,
  before,
}: Partial<Record<'first' | 'last', number> & Record<'after' | 'before', string>>) {
  const cursors = { after: after && cursorOf(after), before: before && cursorOf(before) };
  const page = pageOf({ first, last, ...cursors }, order.name);
  const between = ['a', 'b', 'c', 'd'].filter(
    (letter) => (after === undefined || letter > after) && (before === undefined || letter < before),
  );
  const read = page.isBackward ? between.toReversed() : between;
  const list = connection(
    page,
    order,
    () => read.slice(0, page.size + 1),
    () => 4,
  );
  const { hasPreviousPage, hasNextPage, startCursor, endCursor } = connectionFields.pageInfo(list);
  const letterAt = (cursor: string | null) =>
    ['a', 'b', 'c', 'd'].find((letter) => cursorOf(letter) === cursor) ?? null;
  return {
    rows: list.rows.join(''),
    pages: [hasPreviousPage, hasNextPage],
    ends: [letterAt(startCursor), letterAt(endCursor)],
  };
}

describe('a page says what is before and after it', () => {
  test.each([
    [{ first: 2 }, 'ab', [false, true]],
    [{ first: 4 }, 'abcd', [false, false]],
    [{ first: 2, after: 'a' }, 'bc', [true, true]],
    [{ first: 2, after: 'b' }, 'cd', [true, false]],
    [{ last: 2 }, 'cd', [true, false]],
    [{ last: 4 }, 'abcd', [false, false]],
    [{ last: 2, before: 'd' }, 'bc', [true, true]],
    [{ last: 2, before: 'c' }, 'ab', [false, true]],
    [{ last: 3, before: 'c' }, 'ab', [false, true]],
  ])('%j', (page, rows, pages) => {
    expect(letters(page)).toEqual({ rows, pages, ends: [rows.at(0), rows.at(-1)] });
  });

  test('also when it is empty', () => {
    expect(letters({ first: 2, after: 'd' })).toEqual({ rows: '', pages: [true, false], ends: [null, null] });
    expect(letters({ last: 2, before: 'a' })).toEqual({ rows: '', pages: [false, true], ends: [null, null] });
  });
});
