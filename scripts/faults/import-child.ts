// Imports a file and prints its progress, for a trial that kills it: node
// import-child.ts DATABASE SURVEY FILE.
import { createReadStream } from 'node:fs';
import { openDatabase } from '../../src/db/client.ts';
import { openWriter } from '../../src/db/writer.ts';
import { importVotes } from '../../src/vote/import/import-votes.ts';

const [database = '', survey = '', file = ''] = process.argv.slice(2);
const db = openDatabase(database);
const writer = openWriter(database);
const report = await importVotes(
  writer,
  db,
  Buffer.from('a secret of the trials, as long as it needs to be'),
  {
    survey,
    open: () => createReadStream(file),
    choiceColumns: ['choice'],
    voterColumn: 'voter',
    onProgress: ({ phase, rows }) => console.log(JSON.stringify({ phase, rows })),
  },
);
console.log(JSON.stringify({ report }));
await writer.close();
db.$client.close();
