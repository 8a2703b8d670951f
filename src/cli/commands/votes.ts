import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { addVotesExport } from './votes/export.ts';
import { addVotesImport } from './votes/import.ts';
import { addVotesRecount } from './votes/recount.ts';
import { addVotesReplace } from './votes/replace.ts';
import { addVotesVoid } from './votes/void.ts';

export function addVotes(program: Command, context: CommandContext): void {
  const votes = program
    .command('votes')
    .summary('import, void, replace, export and recount votes')
    .description(
      'Imports the answers of survey forms as votes, takes an import back or replaces it by a corrected file, exports the ballots of a survey that is over, and counts votes again.',
    )
    .addHelpText('after', '\nExample:\n  moon-awards votes import --help');
  for (const add of [addVotesImport, addVotesVoid, addVotesReplace, addVotesExport, addVotesRecount])
    add(votes, context);
}
