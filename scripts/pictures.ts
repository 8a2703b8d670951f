// Draws the picture of 2024 at the head of the README, light and dark, from the content in `content/`.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from './server.ts';

const survey = 'top-crypto-narratives-2024';
const folder = 'docs/pictures';

const scratch = mkdtempSync(join(tmpdir(), 'moon-awards-pictures-'));
const server = await startServer(join(scratch, 'pictures.db'));
try {
  mkdirSync(folder, { recursive: true });
  for (const theme of ['light', 'dark']) {
    const response = await fetch(`${server.origin}/surveys/${survey}/results.png?theme=${theme}`);
    if (!response.ok) throw new Error(await response.text());
    const file = join(folder, `${survey}-${theme}.png`);
    writeFileSync(file, new Uint8Array(await response.arrayBuffer()));
    console.log(file);
  }
} finally {
  await server.stop();
  rmSync(scratch, { recursive: true });
}
