import type { ArticleSectionRow } from '../db/tables/article.ts';

/** The article as HTML: the sections in reading order, each under its heading with its anchor. */
export const bodyHtml = (sections: readonly ArticleSectionRow[]): string =>
  joined(
    sections.flatMap(({ level, anchor, headingHtml, html }) =>
      level === 0 ? [html] : [`<h${level} id="${anchor}">${headingHtml}</h${level}>`, html],
    ),
    '\n',
  );

/** The article as plain text: headings stand as paragraphs of their own. */
export const bodyText = (sections: readonly Pick<ArticleSectionRow, 'heading' | 'text'>[]): string =>
  joined(
    sections.flatMap(({ heading, text }) => [heading, text]),
    '\n\n',
  );

const joined = (parts: readonly string[], separator: string): string =>
  parts.filter((part) => part !== '').join(separator);
