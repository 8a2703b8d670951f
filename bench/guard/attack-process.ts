import { GraphQLError } from 'graphql';
import { schema } from '../../src/api/schema.ts';
import { createDocumentCache, isNewDocument, isRefused } from '../../src/engine/prepared-operation.ts';
import { defaultDocumentLimits } from '../../src/guard/document-limits.ts';
import { attacks } from './attacks.ts';

// Prepares one attack in a separate process, so that its memory can be measured: `node --expose-gc
// attack-process.ts NAME`. Prints JSON.

const attack = attacks.find(({ name }) => name === process.argv[2]);
if (attack === undefined || globalThis.gc === undefined)
  throw new Error('Name an attack, under --expose-gc.');

const documents = createDocumentCache(schema, defaultDocumentLimits);
const outcomeOf = (text: string): string => {
  try {
    const found = documents.find({ text, operationName: undefined });
    const preparation = isNewDocument(found) ? found.prepare() : found;
    return isRefused(preparation) ? String(preparation[0]?.extensions.code) : 'accepted';
  } catch (thrown) {
    if (thrown instanceof GraphQLError) return String(thrown.extensions.code);
    throw thrown;
  }
};

// Warm-up: what the first documents compile and allocate must not count for the attack.
for (let turn = 0; turn < 500; turn += 1) {
  outcomeOf(`{ surveys { nodes { slug results { rank narrative { slug name } } } } }#${turn}`);
  outcomeOf(`{ unknown${turn} }`);
}
globalThis.gc();
const before = process.memoryUsage();
const begun = process.cpuUsage();
const outcome = outcomeOf(attack.text);
const { user, system } = process.cpuUsage(begun);
const after = process.memoryUsage();
process.stdout.write(
  JSON.stringify({
    outcome,
    milliseconds: (user + system) / 1_000,
    // Including garbage.
    megabytes: Math.max(after.heapUsed - before.heapUsed, after.rss - before.rss) / 1e6,
  }),
);
