/**
 * The headers of a response, gathered until it is sent: given with the status they cost less than set one by one. Names are in lower case.
 */
export type ResponseHeaders = Record<string, string>;

/** Says that the response depends on these headers of the request too. */
export function addVary(headers: ResponseHeaders, names: string): void {
  headers.vary = headers.vary === undefined ? names : `${headers.vary}, ${names}`;
}
