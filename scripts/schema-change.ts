// Fails on breaking changes since the released schema (docs/schema.graphql), or without that file.
// `--release` updates that file.
import { readFileSync, writeFileSync } from 'node:fs';
import { buildSchema, findBreakingChanges } from 'graphql';
import { schemaText } from '../src/api/schema-text.ts';

const released = new URL('../docs/schema.graphql', import.meta.url);
const current = schemaText();

if (process.argv.includes('--release')) {
  writeFileSync(released, current);
} else {
  const previous = readFileSync(released, 'utf8');
  const changes = findBreakingChanges(buildSchema(previous), buildSchema(current));
  for (const { type, description } of changes) console.error(`${type}: ${description}`);
  if (changes.length > 0) {
    console.error(
      'Deprecate the old element instead, or release the breaking change: node scripts/schema-change.ts --release',
    );
    process.exitCode = 1;
  } else if (previous !== current) {
    console.error('docs/schema.graphql is out of date. Run: node scripts/schema-change.ts --release');
    process.exitCode = 1;
  }
}
