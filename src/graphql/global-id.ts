/** A global id of the type and a key such as the slug, which stays the same when the database is rebuilt. */
export const globalId = (type: string, ...key: string[]): string =>
  Buffer.from([type, ...key].join(':')).toString('base64url');

/** Undefined if `globalId` cannot have made it. */
export function parseGlobalId(id: string): { type: string; key: string } | undefined {
  const text = Buffer.from(id, 'base64url').toString();
  const colon = text.indexOf(':');
  if (colon < 1 || Buffer.from(text).toString('base64url') !== id) return undefined;
  return { type: text.slice(0, colon), key: text.slice(colon + 1) };
}
