import { hash } from 'node:crypto';
import { type PersistedOperations, sha256Of } from './persisted-operations.ts';

/** The manifest is invalid; the message is one line for the operator. */
export class ManifestError extends Error {
  override name = 'ManifestError';
}

/**
 * Accepts only the operations of a manifest, as the tools of clients write it: a JSON object from hash to
 * text (GraphQL Code Generator, with `sha256:` before the hash, and Relay), or Apollo's format
 * (`operations: [{ id, body }]`). Throws ManifestError for another format, or when a hash does not match
 * its text.
 */
export function registeredOperations(manifest: unknown): PersistedOperations {
  const texts = new Map<string, string>();
  for (const [id, text] of entriesOf(manifest)) {
    texts.set(digestIn(id, text), text);
    texts.set(sha256Of(text), text);
  }
  return { get: (identifier) => texts.get(identifier), set: undefined };
}

/** By the number of hexadecimal digits. Relay's compiler writes MD5 unless it is configured otherwise. */
const algorithms: Readonly<Record<number, string>> = { 32: 'md5', 40: 'sha1', 64: 'sha256' };

function digestIn(id: string, text: string): string {
  const digest = id.replace(/^sha256:(?=.{64}$)/, '');
  const algorithm = algorithms[digest.length];
  if (algorithm !== undefined && hash(algorithm, text) === digest) return digest;
  throw new ManifestError(
    `${JSON.stringify(id)} is not the SHA-256 of its operation, nor its SHA-1 or MD5. Write the manifest again.`,
  );
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function entriesOf(manifest: unknown): [id: string, text: string][] {
  if (!isObject(manifest)) throw new ManifestError('The manifest is not a JSON object.');
  const entries: unknown[][] =
    'operations' in manifest
      ? operationsIn(manifest).map((operation) => (isObject(operation) ? [operation.id, operation.body] : []))
      : Object.entries(manifest);
  return entries.map(([id, text]) => {
    if (typeof id === 'string' && typeof text === 'string') return [id, text];
    throw new ManifestError('The manifest has an operation without a hash or a text.');
  });
}

const apolloFormat = 'apollo-persisted-query-manifest';

function operationsIn({ format, version, operations }: Record<string, unknown>): unknown[] {
  if ((format ?? apolloFormat) !== apolloFormat || (version ?? 1) !== 1)
    throw new ManifestError(`The manifest has \`operations\` but is not \`${apolloFormat}\`, version 1.`);
  if (!Array.isArray(operations)) throw new ManifestError('`operations` of the manifest is not a list.');
  return operations;
}
