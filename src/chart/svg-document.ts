import { DOMParser } from 'linkedom';
import type { Theme } from './theme.ts';
import { colors } from './theme.ts';

/** What is around the marks of a picture. */
export interface SvgFrame {
  /** In pixels. */
  size: { width: number; height: number };
  theme: Theme;
  /** The accessible name. */
  title: string;
  description: string;
}

/** The families of the picture: that of PNGs, then what a browser has. */
const fontFamily =
  "'Noto Sans', 'Noto Sans Hebrew', 'Noto Naskh Arabic', 'Noto Sans Hans', system-ui, sans-serif";

/** A document in which Plot makes elements; XML, so that what it makes is serialized as XML. */
export const newDocument = () =>
  // Plot needs no more of a document than linkedom has.
  new DOMParser().parseFromString('<svg></svg>', 'image/svg+xml') as unknown as Document;

/** Characters that XML 1.0 has no form for. */
const unprintable = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** Completes and serializes what Plot drew; without styles, so that the strictest policy allows it. */
export function serializeSvg(svg: SVGSVGElement, { size, theme, title, description }: SvgFrame): string {
  const document = svg.ownerDocument;
  const element = (name: string, attributes: Record<string, string>, text = '') => {
    const made = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.textContent = text;
    return made;
  };
  for (const style of svg.querySelectorAll('style')) style.remove();
  svg.removeAttribute('class');
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    width: String(size.width),
    height: String(size.height),
    role: 'img',
    'aria-labelledby': 'title description',
    'font-family': fontFamily,
    color: colors[theme].text,
  };
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
  svg.prepend(
    element('title', { id: 'title' }, title),
    element('desc', { id: 'description' }, description),
    element('rect', { width: '100%', height: '100%', fill: colors[theme].background }),
  );
  return svg.outerHTML.replaceAll(unprintable, '');
}
