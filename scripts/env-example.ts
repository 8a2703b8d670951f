import { variables } from '../src/config.ts';

const maximumColumns = 110;

/** Lines of a comment, broken between words. */
function comment(text: string): string[] {
  const lines = ['#'];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1)} ${word}`;
    if (longer.length > maximumColumns) lines.push(`# ${word}`);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

/** `.env.example`: every variable with its meaning and its default, commented out. */
export const envExample = (): string =>
  [
    ...comment(
      'Settings of the server and of the commands, each with its default. Copy this file to `.env`,',
    ),
    ...comment('uncomment what you change, and run: node --env-file=.env src/main.ts serve'),
    ...Object.entries(variables).flatMap(([name, { fallback, description }]) => [
      '',
      ...comment(description),
      `# ${name}=${fallback}`,
    ]),
    '',
  ].join('\n');
