import { type ChartWidth, chartWidths } from '../chart/bar-chart.ts';
import type { Theme } from '../chart/theme.ts';
import type { Measure } from '../result/result-chart.ts';

export interface PictureParameters {
  width: ChartWidth;
  theme: Theme;
  show: Measure;
  heading: 'show' | 'hide';
}

/** The parameters of a picture in a URL's query, or in a sentence what is wrong with them. */
export function pictureParameters(query: URLSearchParams): PictureParameters | string {
  const width = single(query, 'width', '1200');
  const theme = single(query, 'theme', 'light');
  const show = single(query, 'show', 'share');
  const heading = single(query, 'heading', 'show');
  if (width === undefined || !/^[1-9]\d{0,4}$/.test(width))
    return '`width` is a number of pixels, 1 to 99999, given once.';
  if (theme !== 'light' && theme !== 'dark') return '`theme` is `light` or `dark`, given once.';
  if (show !== 'share' && show !== 'votes') return '`show` is `share` or `votes`, given once.';
  if (heading !== 'show' && heading !== 'hide') return '`heading` is `show` or `hide`, given once.';
  return { width: nearest(Number(width)), theme, show, heading };
}

/** Undefined where it is given several times. */
function single(query: URLSearchParams, name: string, fallback: string): string | undefined {
  const [value = fallback, ...others] = query.getAll(name);
  return others.length === 0 ? value : undefined;
}

/** Few widths, so that caches have to hold few pictures. */
const nearest = (pixels: number): ChartWidth =>
  chartWidths.reduce((best, width) => (Math.abs(width - pixels) < Math.abs(best - pixels) ? width : best));
