import type { Command } from 'commander';
import { type ReplaceReport, replaceImport } from '../../../vote/import/replace-import.ts';
import type { CommandContext } from '../../command-context.ts';
import { addImportFlags } from '../../import-flags.ts';
import { type AnswerFlags, readAnswers } from '../../read-answers.ts';
import { voterSecret } from '../../voter-secret.ts';
import { withWriter } from '../../with-writer.ts';

interface ReplaceFlags extends Omit<AnswerFlags, 'dryRun' | 'writeMap'> {
  batch: string;
  reason: string;
}

export function addVotesReplace(votes: Command, { io, config }: CommandContext): void {
  const command = votes
    .command('replace')
    .summary('replace an import by a corrected file')
    .description(
      'Voids an import and imports a corrected file in its place as one change, while the survey is OPEN, CLOSED or PUBLISHED. Until the last row is written readers see the figures from before, then all change at once; a published result gets its next revision by it. A run that was cut short is resumed by running it again.',
    )
    .argument('<file>', 'the corrected file, with a header')
    .requiredOption('--batch <id>', 'the id that the import printed')
    .requiredOption('--reason <text>', 'why');
  addImportFlags(command)
    .option('--strict', 'replace nothing if a single row is faulty')
    .option('--faults <file>', 'write every faulty row, with its line and reason, to this file')
    .option('--json', 'print what `votes import --json` prints, with { replacedImport, voided, restored }')
    .addHelpText(
      'after',
      '\nExample:\n  moon-awards votes replace --batch 0kXJ... --reason "The form counted a test run" corrected.csv --choice-columns First,Second',
    )
    .action(async (file: string, { batch, reason, ...flags }: ReplaceFlags) => {
      const settings = config();
      let replaced: ReplaceReport | undefined;
      await readAnswers(file, flags, io, (options) =>
        withWriter(settings.DATABASE_FILE, async (db, writer) => {
          const secret = voterSecret(settings, db, (message) => io.err(`${message}\n`));
          replaced = await replaceImport(writer, db, secret, { ...options, batch, reason, actor: 'cli' });
          return replaced;
        }),
      );
      if (replaced !== undefined && flags.json === undefined) {
        io.out(
          `They take the place of the import ${batch}, of which ${replaced.voided} votes no longer count.\n`,
        );
      }
    });
}
