import { expect, test } from 'vitest';
import { viewerOfVoter } from '../../src/access/viewer.ts';

const claims = { issuer: 'https://a.example', subject: 'ann', expiresAt: 0 };
const idOf = (changes: Partial<typeof claims>, secret = 'a secret') =>
  viewerOfVoter({ ...claims, ...changes }, secret).id;

test('a voter is the same for one subject of one issuer under one secret only', () => {
  const others = [
    idOf({ issuer: 'https://b.example' }),
    idOf({ subject: 'bob' }),
    idOf({}, 'another secret'),
    // Issuer and subject do not run into one another.
    idOf({ issuer: 'https://a.exampleann', subject: '' }),
  ];
  expect(idOf({ expiresAt: 1 })).toBe(idOf({}));
  expect(new Set([idOf({}), ...others]).size).toBe(others.length + 1);
});
