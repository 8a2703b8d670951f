import { type Command, InvalidArgumentError } from 'commander';
import type { NarrativeRow } from '../../db/tables/narrative.ts';
import { createNarrative, updateNarrative } from '../../narrative/edit-narrative.ts';
import { narrativePage } from '../../narrative/queries.ts';
import { aligned } from '../aligned.ts';
import { parseList } from '../arguments.ts';
import type { CommandContext } from '../command-context.ts';
import { CommandError } from '../command-error.ts';
import { everyRow } from '../every-row.ts';
import { accepted } from '../refusal.ts';
import { withCurrentDatabase } from '../with-current-database.ts';

interface KeyPoint {
  title: string;
  body: string;
}

interface NarrativeFlags {
  name?: string;
  shortName?: string;
  summary?: string;
  keyPoint?: KeyPoint[];
  project?: string[];
}

interface NewNarrative extends NarrativeFlags {
  slug: string;
  name: string;
  shortName: string;
  summary: string;
}

const editor = () => ({ actor: 'cli', now: Date.now() });

export function addNarrative(program: Command, { io, config }: CommandContext): void {
  const file = () => config().DATABASE_FILE;
  const print = (row: NarrativeRow, json: true | undefined) => {
    const printed = printedNarrative(row);
    io.out(json ? `${JSON.stringify(printed)}\n` : `${lines([printed])}\n`);
  };
  const narrative = program
    .command('narrative')
    .summary('create, change and list narratives')
    .description('Creates, changes and lists narratives: what surveys let people choose from.')
    .addHelpText('after', '\nExample:\n  moon-awards narrative list');

  const create = narrative
    .command('create')
    .summary('add a narrative')
    .requiredOption('--slug <slug>', 'its short name in URLs')
    .requiredOption('--name <name>', 'the name; at most 120 characters')
    .requiredOption('--short-name <name>', 'the name where there is little room; at most 40 characters')
    .requiredOption('--summary <text>', 'one paragraph of plain text');
  addListOptions(create)
    .option('--json', 'print { slug, name, shortName, updatedAt }')
    .addHelpText(
      'after',
      '\nExample:\n  moon-awards narrative create --slug ai --name "Artificial Intelligence" --short-name AI --summary "Agents and models that pay their own way." --key-point "Agents: Software that acts for people."',
    )
    .action(async ({ json, slug, ...flags }: NewNarrative & { json?: true }) => {
      const row = await withCurrentDatabase(file(), async (db) =>
        accepted(await createNarrative(db, inputOf(slug, flags), editor())),
      );
      print(row, json);
    });

  const update = narrative
    .command('update')
    .summary('change a narrative')
    .description('Changes what the options name of a narrative; all else stays as it is.')
    .argument('<slug>', "the narrative's slug")
    .option('--name <name>', 'the name; at most 120 characters')
    .option('--short-name <name>', 'the name where there is little room; at most 40 characters')
    .option('--summary <text>', 'one paragraph of plain text');
  addListOptions(update)
    .option('--json', 'print { slug, name, shortName, updatedAt }')
    .addHelpText('after', '\nExample:\n  moon-awards narrative update ai --short-name A.I.')
    .action(async (slug: string, { json, ...flags }: NarrativeFlags & { json?: true }) => {
      if (Object.keys(flags).length === 0)
        throw new CommandError('No option names a change. `narrative update --help` lists them.');
      const row = await withCurrentDatabase(file(), async (db) =>
        accepted(await updateNarrative(db, inputOf(slug, flags), editor())),
      );
      print(row, json);
    });

  narrative
    .command('list')
    .summary('list all narratives by name')
    .option('--json', 'print a list of { slug, name, shortName, updatedAt }')
    .addHelpText('after', '\nExample:\n  moon-awards narrative list --json')
    .action(async ({ json }: { json?: true }) => {
      const rows = await withCurrentDatabase(file(), (db) =>
        narrativePage(db, everyRow, { seesDrafts: true }, { field: 'TITLE', isDescending: false }),
      );
      const printed = rows.map((row) => printedNarrative(row));
      io.out(json ? `${JSON.stringify(printed)}\n` : printed.length === 0 ? '' : `${lines(printed)}\n`);
    });
}

const addListOptions = (command: Command): Command =>
  command
    .option(
      '--key-point <text>',
      'a point as "Title: body"; given again, adds one. All together replace those it has',
      parseKeyPoint,
    )
    .option(
      '--project <name>',
      'a related project; given again, adds one. All together replace those it has',
      parseList,
    );

/** Throws InvalidArgumentError. */
function parseKeyPoint(text: string, before: readonly KeyPoint[] = []): KeyPoint[] {
  const [, title, body] = /^([^:]+): (.+)$/s.exec(text) ?? [];
  if (title === undefined || body === undefined)
    throw new InvalidArgumentError('It must have a title and a body, as in "Agents: Software that acts."');
  return [...before, { title, body }];
}

const inputOf = (slug: string, { keyPoint, project, ...texts }: NarrativeFlags) => ({
  slug,
  ...texts,
  keyPoints: keyPoint,
  relatedProjects: project,
});

const printedNarrative = ({ slug, name, shortName, updatedAt }: NarrativeRow) => ({
  slug,
  name,
  shortName,
  updatedAt: new Date(updatedAt).toISOString(),
});

const lines = (narratives: readonly ReturnType<typeof printedNarrative>[]): string =>
  aligned(narratives.map(({ slug, shortName, name }) => [slug, shortName, name])).join('\n');
