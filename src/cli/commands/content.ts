import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Argument, type Command, InvalidArgumentError } from 'commander';
import { type ContentKind, contentKinds, fileOf } from '../../content/content-folder.ts';
import { contentTemplate } from '../../content/content-template.ts';
import { slug as slugSchema } from '../../text/input-rules.ts';
import type { CommandContext } from '../command-context.ts';
import { CommandError } from '../command-error.ts';

export function addContent(program: Command, { io }: CommandContext): void {
  const content = program
    .command('content')
    .summary('write new content files')
    .description(
      'Writes new content files, which `load` brings into the database. docs/content.md describes them.',
    )
    .addHelpText('after', '\nExample:\n  moon-awards content new narrative ai');

  content
    .command('new')
    .summary('write a content file to be filled in')
    .description(
      'Writes a content file with every key, described in comments. `load --check` names the keys that still need a value.',
    )
    .addArgument(new Argument('<kind>', 'what it is').choices(contentKinds))
    .argument('<slug>', 'its short name in URLs, which becomes the name of the file', parseSlug)
    .option('--folder <folder>', 'the folder of the content, which is made when it is missing', 'content')
    .option('--json', 'print { file }')
    .addHelpText('after', '\nExample:\n  moon-awards content new article best-2026')
    .action((kind: ContentKind, slug: string, { folder, json }: { folder: string; json?: true }) => {
      const file = join(folder, fileOf(kind, slug));
      if (existsSync(file)) throw new CommandError(`There is a file ${file} already. Choose another slug.`);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, contentTemplate(kind), { flag: 'wx' });
      io.out(
        json
          ? `${JSON.stringify({ file })}\n`
          : `${file} was written. Fill it in; \`load ${folder} --check\` names what it still needs.\n`,
      );
    });
}

/** Throws InvalidArgumentError. */
function parseSlug(text: string): string {
  const { success, data, error } = slugSchema.safeParse(text);
  if (success) return data;
  throw new InvalidArgumentError(error.issues[0]?.message ?? '');
}
