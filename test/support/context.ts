import { anonymous } from '../../src/access/viewer.ts';
import type { Writer } from '../../src/db/writer.ts';
import type { Context, ReadContext } from '../../src/graphql/context.ts';
import { ResponseSize } from '../../src/graphql/response-size.ts';

const noWriter: Writer = {
  write: () => Promise.reject(new Error('This context has no writer.')),
  close: () => Promise.resolve(),
};

/** The context of an anonymous caller. */
export const contextFor = (read: ReadContext): Context => ({
  ...read,
  viewer: anonymous,
  editor: { actor: anonymous.id, now: 0 },
  writer: noWriter,
  voterSecret: Buffer.from('a secret of the tests, long enough to be one'),
  live: { follow: () => Promise.reject(new Error('This context has no live surveys.')) as never },
  settle: () => Promise.reject(new Error('This context counts nothing.')),
  budget: () => undefined,
  publicUrl: () => 'https://awards.example',
  responseSize: new ResponseSize(0),
});
