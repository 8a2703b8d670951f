import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { addVotesExport } from './votes/export.ts';
import { addVotesImport } from './votes/import.ts';
import { addVotesVoid } from './votes/void.ts';

export function addVotes(program: Command, context: CommandContext): void {
  const votes = program
    .command('votes')
    .summary('import, void and export votes')
    .description(
      'Imports the answers of survey forms as votes, takes an import back, and exports the ballots of a survey that is over.',
    )
    .addHelpText('after', '\nExample:\n  moon-awards votes import --help');
  for (const add of [addVotesImport, addVotesVoid, addVotesExport]) add(votes, context);
}
