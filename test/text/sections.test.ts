import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutSection, type Section, sectionTree } from '../../src/article/section.ts';
import { rendered } from '../support/rendered.ts';

const renderText = (markdown: string) => rendered('DESCRIPTION', markdown);
const bodyHtml = (markdown: string) => rendered('BODY', markdown).html;

const rowsOf = (markdown: string) =>
  rendered('BODY', markdown).sections.map((section, position) => ({ articleId: 1, position, ...section }));

/** The sections with their texts, cut out as a reader of the article gets them. */
const sectionsOf = (source: string) => {
  const { markdown, html, text } = rendered('BODY', source);
  return rowsOf(source).map((row) => ({
    level: row.level,
    anchor: row.anchor,
    heading: row.heading,
    markdown: cutSection(row, 'MARKDOWN', markdown),
    html: cutSection(row, 'HTML', html),
    text: cutSection(row, 'TEXT', text),
  }));
};

test('an article becomes the text before the first heading and one section per heading', () => {
  const markdown = 'Intro *here*.\n\n## The `vote`\n\nHow it was **run**.\n\n### Rules\n\n- one\n- two\n';
  expect(sectionsOf(markdown)).toEqual([
    {
      level: 0,
      anchor: '',
      heading: '',
      markdown: 'Intro *here*.',
      html: '<p>Intro <em>here</em>.</p>',
      text: 'Intro here.',
    },
    {
      level: 2,
      anchor: 'the-vote',
      heading: 'The vote',
      markdown: 'How it was **run**.',
      html: '<p>How it was <strong>run</strong>.</p>',
      text: 'How it was run.',
    },
    {
      level: 3,
      anchor: 'rules',
      heading: 'Rules',
      markdown: '- one\n- two',
      html: '<ul>\n<li>one</li>\n<li>two</li>\n</ul>',
      text: '- one\n- two',
    },
  ]);
});

test('an article as a whole has its headings with their anchors in HTML, and as paragraphs in plain text', () => {
  const { html, text } = rendered('BODY', 'a\n\n## B `b`\n\n### C\n\nd\n\n## E\n\n## F\n\ng');
  expect(html).toBe(
    '<p>a</p>\n<h2 id="b-b">B <code>b</code></h2>\n<h3 id="c">C</h3>\n<p>d</p>\n<h2 id="e">E</h2>\n<h2 id="f">F</h2>\n<p>g</p>',
  );
  expect(text).toBe('a\n\nB b\n\nC\n\nd\n\nE\n\nF\n\ng');
});

test('whatever the article, its sections are parts of it, in their order', () => {
  const piece = fc.constantFrom(
    'a',
    '\n',
    '\n\n',
    '## h\n',
    '### 🚀\n',
    '> q',
    '- l',
    '[x][y]',
    '[y]: z\n',
    '*e*',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const { markdown, html, text, sections } = rendered('BODY', pieces.join(''));
      const ends = { markdown: 0, html: 0, text: 0 };
      for (const [index, section] of sections.entries()) {
        for (const [form, start, end] of [
          ['markdown', section.markdownStart, section.markdownEnd],
          ['html', section.htmlStart, section.htmlEnd],
          ['text', section.textStart, section.textEnd],
        ] as const) {
          expect(start).toBeGreaterThanOrEqual(ends[form]);
          expect(end).toBeGreaterThanOrEqual(start);
          ends[form] = end;
        }
        const [own] = [
          rendered('BODY', cutSection({ articleId: 1, position: index, ...section }, 'MARKDOWN', markdown)),
        ];
        expect(own.html).toBe(html.slice(section.htmlStart, section.htmlEnd));
        expect(own.text).toBe(text.slice(section.textStart, section.textEnd));
      }
      expect(ends.html).toBeLessThanOrEqual(html.length);
    }),
    { numRuns: 200 },
  );
});

test('the text before the first heading is there when it is empty', () => {
  expect(sectionsOf('## Only\n').map(({ level, html }) => [level, html])).toEqual([
    [0, ''],
    [2, ''],
  ]);
  expect(sectionsOf('')).toHaveLength(1);
});

test('the parts of an article are found behind a byte order mark, Windows line ends and underlined headings', () => {
  const [, first, second] = sectionsOf('\uFEFF## One\r\n\r\nText 1.\r\n\r\nTwo\r\n---\r\n\r\nText 2.\r\n');
  expect([first?.heading, first?.markdown, second?.heading, second?.markdown]).toEqual([
    'One',
    'Text 1.',
    'Two',
    'Text 2.',
  ]);
});

test('a heading inside a quote or a list opens no section and gets no id', () => {
  const sections = sectionsOf('> ## Quoted\n\n- ### Listed\n');
  expect(sections).toHaveLength(1);
  expect(sections[0]?.html).toContain('<h2>Quoted</h2>');
});

describe('anchors', () => {
  const anchors = (markdown: string) =>
    sectionsOf(markdown)
      .map(({ anchor }) => anchor)
      .slice(1);

  test('are unique where headings read alike', () => {
    expect(anchors('## A b\n## A b\n## A b 1\n')).toEqual(['a-b', 'a-b-1', 'a-b-1-1']);
  });

  test('exist for headings without a letter', () => {
    expect(anchors('## ???\n## \n## 🚀\n')).toEqual(['section', 'section-1', 'section-2']);
  });

  test('do not change with the text below them', () => {
    expect(anchors('## A\n\nx\n\n## B\n\ny')).toEqual(anchors('Intro.\n\n## A\n\nz `q`\n\n## B\n'));
  });

  test('are unique and need no escaping, whatever the headings', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 20 }), { maxLength: 12 }), (headings) => {
        const found = anchors(headings.map((heading) => `## ${heading.replace(/\s/g, ' ')}`).join('\n\n'));
        expect(new Set(found).size).toBe(found.length);
        for (const anchor of found) expect(anchor).toMatch(/^[^\s"'<>&`]+$/);
      }),
    );
  });

  test('are what links inside the article lead to', () => {
    const html = bodyHtml('See [it](#the-vote).\n\n## The vote\n\nText.');
    expect(html).toBe(
      '<p>See <a href="#the-vote">it</a>.</p>\n<h2 id="the-vote">The vote</h2>\n<p>Text.</p>',
    );
  });
});

describe('the tree of sections', () => {
  const outline = (sections: readonly Section[]): unknown[] =>
    sections.map(({ heading, sections: below }) =>
      below.length === 0 ? heading : [heading, ...outline(below)],
    );
  const treeOf = (markdown: string, maxLevel = 6) =>
    outline(sectionTree(rowsOf(markdown), maxLevel, () => ''));

  test.each([
    ['levels that follow each other', '## A\n### B\n### C\n## D', 6, [['A', 'B', 'C'], 'D']],
    ['a level that is jumped over', '## A\n#### B\n### C\n#### D\n## E', 6, [['A', 'B', ['C', 'D']], 'E']],
    ['an article that begins deep', '#### A\n### B\n## C', 6, ['A', 'B', 'C']],
    ['a deepest level', '## A\n#### B\n### C\n#### D\n## E', 3, [['A', 'C'], 'E']],
  ])('holds for %s', (_name, markdown, maxLevel, expected) => {
    expect(treeOf(markdown, maxLevel)).toEqual(expected);
  });
});

describe('reference links', () => {
  const source =
    '[Intro][a].\n\n## One [x][b]\n\nSee [x][b] and ![p][c].\n\n## Two\n\n[b]: https://b.example "B"\n[A]: https://a.example\n[c]: https://c.example/p.png\n[b]: https://other.example\n';
  const [intro, one] = sectionsOf(source);

  test('resolve wherever their definition is, the first one winning', () => {
    expect(intro?.html).toBe('<p><a href="https://a.example">Intro</a>.</p>');
    expect(one?.html).toBe(
      '<p>See <a href="https://b.example" title="B">x</a> and <img src="https://c.example/p.png" alt="p">.</p>',
    );
    expect(bodyHtml(source)).toContain('<h2 id="one-x">One <a href="https://b.example" title="B">x</a></h2>');
  });

  test('bring their definitions along in the Markdown of a section', () => {
    expect(one?.markdown).toBe(
      'See [x][b] and ![p][c].\n\n[b]: https://b.example "B"\n\n[c]: https://c.example/p.png',
    );
    expect(renderText(one?.markdown ?? '').html).toBe(one?.html);
  });
});

describe('HTML from a hostile text', () => {
  test.each([
    '<script>alert(1)</script>',
    'a <script>alert(1)</script> b',
    '<img src=x onerror=alert(1)>',
    'a <b onclick="alert(1)">b</b>',
    '<a href="javascript:alert(1)">x</a>',
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](&#106;avascript:alert(1))',
    '[x](java&#10;script:alert(1))',
    '[x](\u0001javascript:alert(1))',
    '[x](vbscript:msgbox)',
    '[x](data:text/html;base64,PHNjcmlwdD4=)',
    '<javascript:alert(1)>',
    '![x](javascript:alert(1))',
    '![x](data:image/svg+xml,<svg/onload=alert(1)>)',
    '![x" onerror="alert(1)](https://e.example/p.png)',
    '[x](https://e.example "t\\" onmouseover=\\"alert(1)")',
    '[x](https://e.example/\\"onclick=alert(1))',
    '```js" onclick="alert(1)\nx\n```',
    '```<script>\nx\n```',
    '<iframe src="https://e.example"></iframe>',
    '<svg onload=alert(1)>',
    '<style>*{display:none}</style>',
    '<form action="https://e.example"><input name=q></form>',
    '<div id="the-vote" name="location">x</div>',
    '<!--><script>alert(1)</script>-->',
    '[x]: javascript:alert(1)\n\n[x]',
    '&lt;script&gt;alert(1)&lt;/script&gt;',
    '| a |\n|:-:|\n| <script>alert(1)</script> |',
  ])('has nothing of it that could run: %s', (attack) => {
    const html = bodyHtml(`${attack}\n\n## ${attack.replaceAll('\n', ' ')}\n\n${attack}`);
    for (const [, tag = '', attributes = ''] of html.matchAll(/<\/?([^\s>]+)((?:"[^"]*"|[^>"])*)>/g)) {
      expect(tag).toMatch(/^(p|a|img|code|pre|table|thead|tbody|tr|t[hd]|h2)$/);
      const names = attributes.replaceAll(/"[^"]*"/g, '""');
      // An id is made here, of a heading.
      expect(names).toMatch(tag === 'h2' ? /^( id="")?$/ : /^( (href|src|alt|title|class|align)="")*$/);
      expect(attributes).not.toMatch(/(href|src)="(?!https:)/);
    }
  });

  test('keeps what Markdown can say', () => {
    const { html } = renderText(
      '1. a\n2. b\n\n- [x] done\n\n| h | i |\n|:-:|---|\n| 1 | ~~2~~ |\n\n```ts\nlet x = 1 < 2;\n```\n\n> *q*  \n> www.example.org <me@example.org>\n\n---\n',
    );
    expect(html).toMatchInlineSnapshot(`
      "<ol>
      <li>a</li>
      <li>b</li>
      </ol>
      <ul class="contains-task-list">
      <li class="task-list-item"><input type="checkbox" checked disabled> done</li>
      </ul>
      <table>
      <thead>
      <tr>
      <th align="center">h</th>
      <th>i</th>
      </tr>
      </thead>
      <tbody>
      <tr>
      <td align="center">1</td>
      <td><del>2</del></td>
      </tr>
      </tbody>
      </table>
      <pre><code class="language-ts">let x = 1 &#x3C; 2;
      </code></pre>
      <blockquote>
      <p><em>q</em><br>
      <a href="http://www.example.org">www.example.org</a> <a href="mailto:me@example.org">me@example.org</a></p>
      </blockquote>
      <hr>"
    `);
  });
});

describe('plain text', () => {
  test.each([
    ['joins the lines of a paragraph', 'a\nb  \nc\n\nd', 'a b\nc\n\nd'],
    [
      'drops marks and keeps what they mark',
      '**a** *b* ~~c~~ `d*` [e](https://e.example) ![f](g.png)',
      'a b c d* e f',
    ],
    ['keeps lists', '- a\n- b\n  - c\n\n3. d\n4. e', '- a\n- b\n  - c\n\n3. d\n4. e'],
    ['indents what belongs to an item', '1. a\n\n   b\n\n2. c', '1. a\n\n   b\n2. c'],
    ['shows what is done', '- [x] a\n- [ ] b', '- ☑ a\n- ☐ b'],
    ['keeps code as it is', '```\nif (a)\n  b;\n\nc\n```', 'if (a)\n  b;\n\nc'],
    ['sets the cells of a row apart by tabs', '| a | b |\n|---|---|\n| `c` | **d** |', 'a\tb\nc\td'],
    ['quotes without marks', '> a\n>\n> b', 'a\n\nb'],
    ['has no HTML', '<div>\nx\n</div>\n\na <b>b</b> &amp; c', 'a b & c'],
    ['leaves out rules and definitions', 'a\n\n---\n\n[b]: https://b.example', 'a'],
  ])('%s', (_name, markdown, text) => {
    expect(renderText(markdown).text).toBe(text);
  });
});
