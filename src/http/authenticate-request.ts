import type { IncomingMessage } from 'node:http';
import { GraphQLError } from 'graphql';
import { anonymous, type Viewer } from '../access/viewer.ts';
import type { RequestContext } from '../engine/request-context.ts';
import { type Authentication, authenticate } from '../guard/authenticate.ts';
import type { Budgets } from '../guard/budget.ts';
import { clientAddress, type TrustedProxies } from '../guard/client-address.ts';

export interface AuthenticateRequestOptions {
  budgets: Budgets;
  trustedProxies: TrustedProxies;
  authentication: Omit<Authentication, 'now'>;
}

export type Identity = Pick<RequestContext, 'viewer' | 'client' | 'refusal'>;

/**
 * Who sent a request, and whose budget it is charged to. A proof of identity that is none is not thrown but told: the request is
 * answered with it in the form that was asked for, and charged to the network that it came from.
 */
export function authenticateRequest(
  request: IncomingMessage,
  now: number,
  { budgets, trustedProxies, authentication }: AuthenticateRequestOptions,
): Identity | Promise<Identity> {
  const forwarded = request.headers['x-forwarded-for'];
  const network = clientAddress(
    trustedProxies,
    request.socket.remoteAddress,
    Array.isArray(forwarded) ? forwarded.join(',') : forwarded,
  );
  const known = (viewer: Viewer): Identity => ({
    viewer,
    client: budgets.clientOf(viewer, network),
    refusal: undefined,
  });
  const refused = (thrown: unknown): Identity => {
    if (!(thrown instanceof GraphQLError)) throw thrown;
    return { viewer: anonymous, client: budgets.clientOf(anonymous, network), refusal: thrown };
  };
  try {
    const viewer = authenticate(request.headers.authorization, { ...authentication, now });
    return viewer instanceof Promise ? viewer.then(known, refused) : known(viewer);
  } catch (thrown) {
    return refused(thrown);
  }
}
