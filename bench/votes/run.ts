// What votes cost: `node bench/votes/run.ts`, with --quick for a shorter run, and with parts of the names of
// sections to run only these. Prints Markdown; a whole run writes it to results.md.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { paragraph } from '../markdown.ts';
import { castCost } from './cast-cost.ts';
import { casting } from './casting.ts';
import { castsBesideVoid } from './casts-beside-void.ts';
import { importing } from './importing.ts';
import { readsBesideCasts } from './reads-beside-casts.ts';
import { runoff } from './runoff.ts';
import type { Section } from './setting.ts';
import { sizes } from './sizes.ts';

const sections: Record<string, Section> = {
  casting,
  'cast-cost': castCost,
  importing,
  runoff,
  sizes,
  reads: readsBesideCasts,
  void: castsBesideVoid,
};

const words = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const isQuick = process.argv.includes('--quick');
const parts = [
  '# What votes cost',
  paragraph(`On ${cpus().length} cores of ${cpus()[0]?.model} with Node ${process.versions.node}. Trust the
    ratios, not the rates.`),
];
console.log(parts.join('\n\n'));
const folder = mkdtempSync(join(tmpdir(), 'moon-awards-bench-'));
const setting = { isQuick, folder, most: isQuick ? 100_000 : 1_000_000 };
try {
  for (const [name, section] of Object.entries(sections)) {
    if (words.length > 0 && !words.some((word) => name.includes(word))) continue;
    const started = performance.now();
    const text = await section(setting);
    parts.push(text);
    console.log(`\n${text}`);
    process.stderr.write(`${name} took ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (!isQuick && words.length === 0) {
  writeFileSync(new URL('results.md', import.meta.url), `${parts.join('\n\n')}\n`);
}
