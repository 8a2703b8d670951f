// Compares the schema with the released one (docs/schema.graphql): clients must be able to go on. `--release` writes it anew.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { buildSchema, findBreakingChanges, printSchema } from 'graphql';
import { schema } from '../src/api/schema.ts';

const released = new URL('../docs/schema.graphql', import.meta.url);
const current = `${printSchema(schema)}\n`;

if (process.argv.includes('--release')) {
  writeFileSync(released, current);
} else {
  const previous = existsSync(released) ? readFileSync(released, 'utf8') : current;
  const changes = findBreakingChanges(buildSchema(previous), buildSchema(current));
  for (const { type, description } of changes) console.error(`${type}: ${description}`);
  if (changes.length > 0) {
    console.error(
      'Deprecate instead, or release the change on purpose: node scripts/schema-change.ts --release',
    );
    process.exitCode = 1;
  } else if (previous !== current) {
    console.error('docs/schema.graphql is behind the schema: node scripts/schema-change.ts --release');
    process.exitCode = 1;
  }
}
