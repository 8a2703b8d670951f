import type { GraphQLError } from 'graphql';
import { formatError, statusOf } from '../graphql/errors.ts';
import type { CachedResponse } from './response-cache.ts';

/** The result of one operation. `data` is absent when execution never began. */
export interface Answer {
  data?: unknown;
  errors?: readonly GraphQLError[] | undefined;
  extensions?: Record<string, unknown> | undefined;
  /** The answer as it was kept, if it is the same for everybody. */
  kept?: CachedResponse | undefined;
  /** For how many seconds other caches may serve it without asking, if it is the same for everybody and was asked by GET. */
  maxAge?: number | undefined;
}

/** What came of one operation: a result, or a stream of them for a subscription. */
export type Outcome = Answer & { stream?: AsyncIterable<Answer> };

/** As the response shows it. */
const shown = ({ data, errors, extensions }: Answer) => ({
  ...(errors !== undefined && { errors: errors.map(formatError) }),
  ...(data !== undefined && { data }),
  ...(extensions !== undefined && { extensions }),
});

export const jsonOf = (answer: Answer): string | Buffer => answer.kept?.json ?? JSON.stringify(shown(answer));

export const textOf = (answer: Answer): string => String(jsonOf(answer));

/** Once execution has begun the status is 200, and errors stand beside the data. */
export const statusOfResponse = ({ data, errors }: Answer, mediaType: string): number =>
  data !== undefined || errors === undefined ? 200 : statusOf(errors, mediaType);

/** A batch that was refused as a whole has one error in all its answers, and that error's status. */
export function statusOfBatch([first, ...others]: readonly Answer[]): number {
  const [error] = first?.errors ?? [];
  const isRefused =
    error !== undefined && first?.data === undefined && others.every(({ errors }) => errors?.[0] === error);
  return isRefused ? statusOf([error], '') : 200;
}
