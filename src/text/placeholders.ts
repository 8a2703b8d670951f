/** A place in a text that is filled from the article's survey whenever the text is read. */
export interface Placeholder {
  kind: 'rank' | 'share' | 'listedShare' | 'unlistedShare' | 'unknown';
  /** The narrative that `rank` and `share` are about. */
  slug?: string;
  /** As it was written: `{{rank:depin}}`. */
  text: string;
  /** Counted from 1. */
  line: number;
}

/** What placeholders stand for. */
export interface PlaceholderValues {
  /** By the narrative's slug; shares in percent. */
  places: ReadonlyMap<string, { rank: number; share: number }>;
  /** Percent; null where shares need not add up to 100. */
  unlistedShare: number | null;
}

/** What a reader sees in place of a value that is hidden, or does not exist. */
export const notYetPublished = '(not yet published)';

const known = /\{\{(?:(rank|share):([a-z0-9]+(?:-[a-z0-9]+)*)|(listedShare|unlistedShare))\}\}/g;

export const hasPlaceholders = (text: string): boolean => text.includes('{{');

/**
 * Puts values in the place of placeholders, in a text of any form; values are undefined while the result is
 * hidden.
 */
export function renderPlaceholders(text: string, values: PlaceholderValues | undefined): string {
  return text.replace(
    known,
    (_text, kind, slug, total) => placeholderValue(kind ?? total, slug, values) ?? notYetPublished,
  );
}

/** For texts that must not change with the survey, such as the one that is searched. */
export const withoutPlaceholders = (text: string): string =>
  hasPlaceholders(text) ? text.replace(known, ' ') : text;

/** Every pair of braces of a Markdown text in reading order, those that name no placeholder included. */
export function placeholdersIn(markdown: string): Placeholder[] {
  if (!hasPlaceholders(markdown)) return [];
  return markdown.split(/\r\n|\r|\n/).flatMap((text, index) =>
    [...text.matchAll(/\{\{[^{}]*\}\}/g)].map(([braces]) => ({
      ...placeholderOf(braces),
      line: index + 1,
    })),
  );
}

function placeholderOf(text: string): Omit<Placeholder, 'line'> {
  const [, kind, slug, total] = [...text.matchAll(known)][0] ?? [];
  if (kind === 'rank' || kind === 'share') return { kind, text, ...(slug !== undefined && { slug }) };
  return { kind: total === 'listedShare' || total === 'unlistedShare' ? total : 'unknown', text };
}

function placeholderValue(
  kind: string,
  slug: string,
  values: PlaceholderValues | undefined,
): string | undefined {
  if (values === undefined) return undefined;
  const { places, unlistedShare } = values;
  if (kind === 'rank') return places.get(slug)?.rank.toString();
  if (kind === 'share') return percent(places.get(slug)?.share);
  if (unlistedShare === null) return undefined;
  return percent(kind === 'listedShare' ? 100 - unlistedShare : unlistedShare);
}

const percent = (share: number | undefined): string | undefined =>
  share === undefined ? undefined : `${share.toFixed(1)}%`;
