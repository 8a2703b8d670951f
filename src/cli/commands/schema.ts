import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';

export function addSchema(program: Command, { io }: CommandContext): void {
  const example = '\nExample:\n  moon-awards schema print > schema.graphql';
  program
    .command('schema')
    .summary('print the schema')
    .description('Prints the schema of the API, with its prices and scopes.')
    .addHelpText('after', example)
    .command('print')
    .description('Prints the whole schema as SDL, with descriptions, prices and scopes, sorted by name.')
    .addHelpText('after', example)
    .action(async () => {
      // The other commands need no GraphQL, which takes longer to load than they take to run.
      const { schemaText } = await import('../../api/schema-text.ts');
      io.out(schemaText());
    });
}
