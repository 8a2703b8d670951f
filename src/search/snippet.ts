/** Stand around the words that were found until the text is escaped; a text has no use for these control characters. */
export const marker = { start: '\u0002', end: '\u0003' };

const marked = new RegExp(`${marker.start}([^${marker.start}${marker.end}]*)${marker.end}`, 'g');
const strayMarkers = new RegExp(`[${marker.start}${marker.end}]`, 'g');

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Makes safe HTML of a passage of plain text with markers. Only pairs count: a marker that a text brings along leaves nothing open. */
export const snippetHtml = (passage: string): string =>
  passage
    .replace(/[&<>"']/g, (character) => escapes[character] ?? '')
    .replace(marked, '<mark>$1</mark>')
    .replace(strayMarkers, '');
