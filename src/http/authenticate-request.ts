import { GraphQLError } from 'graphql';
import { anonymous, type Viewer } from '../access/viewer.ts';
import type { Caller } from '../engine/caller.ts';
import type { MaybePromise } from '../engine/maybe-promise.ts';
import { type Authentication, authenticate, type CredentialHeaders } from '../guard/authenticate.ts';
import type { Budgets } from '../guard/budget.ts';
import { clientAddress, type TrustedProxies } from '../guard/client-address.ts';

export interface AuthenticateRequestOptions {
  budgets: Budgets;
  trustedProxies: TrustedProxies;
  authentication: Omit<Authentication, 'now'>;
}

/** The parts of an HTTP request that identify its sender. */
export interface RequestOrigin extends CredentialHeaders {
  forwardedFor: string | undefined;
  /** The IP address of the socket; undefined without a socket. */
  address: string | undefined;
}

export type Identity = Pick<Caller, 'viewer' | 'client' | 'refusal'>;

/**
 * The viewer of a request and the client whose budget is charged. Invalid credentials are returned as
 * `refusal` instead of thrown, so that the error has the response format of the request and the
 * sender's network is charged.
 */
export function authenticateRequest(
  { authorization, apiKey, forwardedFor, address }: RequestOrigin,
  now: number,
  { budgets, trustedProxies, authentication }: AuthenticateRequestOptions,
): MaybePromise<Identity> {
  const network = clientAddress(trustedProxies, address, forwardedFor);
  const accepted = (viewer: Viewer): Identity => ({
    viewer,
    client: budgets.clientOf(viewer, network),
    refusal: undefined,
  });
  const refused = (thrown: unknown): Identity => {
    if (!(thrown instanceof GraphQLError)) throw thrown;
    return { viewer: anonymous, client: budgets.clientOf(anonymous, network), refusal: thrown };
  };
  try {
    const viewer = authenticate({ authorization, apiKey }, { ...authentication, now });
    return viewer instanceof Promise ? viewer.then(accepted, refused) : accepted(viewer);
  } catch (thrown) {
    return refused(thrown);
  }
}
