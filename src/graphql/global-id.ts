/** A global id says the type and what identifies the object in it, so that it survives a database that is built anew. */
export const globalId = (type: string, ...key: string[]): string =>
  Buffer.from([type, ...key].join(':')).toString('base64url');

/** Undefined for what `globalId` never made. */
export function parseGlobalId(id: string): { type: string; key: string } | undefined {
  const text = Buffer.from(id, 'base64url').toString();
  const colon = text.indexOf(':');
  if (colon < 1 || Buffer.from(text).toString('base64url') !== id) return undefined;
  return { type: text.slice(0, colon), key: text.slice(colon + 1) };
}
