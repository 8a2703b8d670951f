/**
 * A text of about this many characters that is easy to write and hard to render, or that comes out much
 * longer than it went in.
 */
type Generator = (length: number) => string;

const repeated = (length: number, unit: string): string =>
  unit.repeat(Math.ceil(length / unit.length)).slice(0, length);

/** Numbered lines, half of the length, then as much of what refers to them. */
function defined(
  length: number,
  line: (place: number) => string,
  reference: (place: number) => string,
): string {
  let text = '';
  for (let place = 0; text.length < length / 2; place += 1) text += line(place);
  text += '\n';
  for (let place = 0; text.length < length; place += 1) text += reference(place);
  return text.slice(0, length);
}

const table = (columns: number): string => `|${'a|'.repeat(columns)}\n|${'-|'.repeat(columns)}\n`;

export const hostileMarkdown: Readonly<Record<string, Generator>> = {
  'a table whose rows are shorter than its header': (length) =>
    table(Math.floor(length / 6)) + repeated(length / 3, 'x\n'),
  'a table of one column': (length) => table(1) + repeated(length - 10, '|b|\n'),
  'many tables': (length) => repeated(length, '|a|\n|-|\n|b|\n\n'),
  'a long address that is repeated': (length) =>
    `[a]: https://e.example/${'x'.repeat(length / 2)}\n\n${repeated(length / 2, '[a]')}`,
  'many definitions under many headings': (length) =>
    defined(
      length,
      (place) => `${place < 120 ? `## h${place}\n` : ''}[a${place}]: b\n`,
      (place) => `[a${place}] `,
    ),
  'definitions that are not finished': (length) => repeated(length, '[a]: <b> "c\n'),
  'quotes in quotes': (length) => repeated(length, `${'> '.repeat(50)}a\n`),
  'a quote that goes on without its marks': (length) =>
    `${'> '.repeat(40)}a\n${repeated(length - 100, 'a\n')}`,
  'lists in lists': (length) =>
    repeated(length, Array.from({ length: 25 }, (_, depth) => `${'  '.repeat(depth)}- a\n`).join('')),
  'lists in quotes in lists': (length) => repeated(length, `${'- > '.repeat(25)}a\n`),
  'a long list': (length) => repeated(length, '- a\n'),
  'a list of empty check boxes': (length) => repeated(length, '- [ ] a\n'),
  'runs of emphasis': (length) => repeated(length, `${'*a_b '.repeat(400)}\n\n`),
  'emphasis that is not closed': (length) => repeated(length, `${'**a '.repeat(400)}\n\n`),
  'more marks than a paragraph may have': (length) => repeated(length, '*a_'),
  'brackets that are not closed': (length) => '['.repeat(length),
  'links that are not closed': (length) => repeated(length, '[a](b '),
  'code that is not closed': (length) => {
    let text = '';
    for (let ticks = 1; text.length < length; ticks += 1) text += `${'`'.repeat(ticks)} `;
    return text.slice(0, length);
  },
  'HTML in one paragraph': (length) => repeated(length, '<b>x</b> '),
  'tags and comments that are not closed': (length) => repeated(length, '<a b="c" <!-- '),
  'addresses that become links': (length) => repeated(length, 'www.a.b a@b.c '),
  'characters that HTML escapes': (length) => '&'.repeat(length),
  footnotes: (length) =>
    defined(
      length,
      (place) => `[^${place}]: b\n\n`,
      (place) => `[^${place}] `,
    ),
  'notes without a reference': (length) => repeated(length, '[^a]: b\n\n'),
  'paragraphs of a letter': (length) => repeated(length, 'a\n\n'),
  'underlined headings': (length) => repeated(length, 'a\n=\n'),
};
