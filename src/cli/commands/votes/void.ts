import type { Command } from 'commander';
import { voidImport } from '../../../vote/import/void-import.ts';
import type { CommandContext } from '../../command-context.ts';
import { accepted } from '../../refusal.ts';
import { withWriter } from '../../with-writer.ts';

interface VoidFlags {
  batch: string;
  reason: string;
  json?: true;
}

export function addVotesVoid(votes: Command, { io, config }: CommandContext): void {
  votes
    .command('void')
    .summary('take all votes of an import out of the count')
    .description(
      'Takes all votes of an import out of the count; the log keeps them, and the audit trail has the reason. A published result gets its next revision by it.',
    )
    .requiredOption('--batch <id>', 'the id that the import printed')
    .requiredOption('--reason <text>', 'why')
    .option('--json', 'print { batch, voided, restored }')
    .addHelpText(
      'after',
      '\nExample:\n  moon-awards votes void --batch 0kXJ... --reason "The form counted a test run"',
    )
    .action(async ({ batch, reason, json }: VoidFlags) => {
      const report = await withWriter(config().DATABASE_FILE, async (db, writer) =>
        accepted(await voidImport(writer, db, { batch, reason, actor: 'cli' })),
      );
      io.out(
        json
          ? `${JSON.stringify(report)}\n`
          : `${report.voided} votes no longer count; in ${report.restored} cases the voter's earlier vote counts again.\n`,
      );
    });
}
