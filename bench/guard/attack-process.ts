import { schema } from '../../src/api/schema.ts';
import { createPreparation, isRefused } from '../../src/engine/prepared-operation.ts';
import { defaultDocumentLimits } from '../../src/guard/document-limits.ts';
import { attacks } from './attacks.ts';

// Prepares one attack in a process of its own, so that its memory is its own: `node --expose-gc attack-process.ts NAME`. Prints JSON.

const attack = attacks.find(({ name }) => name === process.argv[2]);
if (attack === undefined || globalThis.gc === undefined)
  throw new Error('Name an attack, under --expose-gc.');

const prepare = createPreparation(schema, defaultDocumentLimits);
const outcomeOf = (text: string): string => {
  try {
    const preparation = prepare(text, undefined);
    return isRefused(preparation) ? String(preparation[0]?.extensions.code) : 'accepted';
  } catch (thrown) {
    // The project's own GraphQLError: this folder finds another graphql.
    if (thrown instanceof Error && 'extensions' in thrown) {
      return String((thrown.extensions as { code: string }).code);
    }
    throw thrown;
  }
};

// A server that has been at work: what is made and compiled for the first documents counts for no attack.
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
    // Garbage included.
    megabytes: Math.max(after.heapUsed - before.heapUsed, after.rss - before.rss) / 1e6,
  }),
);
