import { axisX, axisY, dot, gridY, line, plot, text } from '@observablehq/plot';
import { type ChartWidth, fontSizes } from './bar-chart.ts';
import { newDocument, serializeSvg } from './svg-document.ts';
import { textLines } from './text-lines.ts';
import { colors, type Theme } from './theme.ts';

/** How something fared from edition to edition of one or more series. */
export interface HistoryChart {
  title: string;
  subtitle: string;
  points: readonly HistoryPoint[];
  /** The text in the place of points. */
  notice: string;
  description: string;
}

export interface HistoryPoint {
  edition: number;
  series: string;
  /** Percent. */
  share: number;
  rank: number;
}

const padding = 28;

/** A history as an SVG document: the share in each edition, with the rank beside it. */
export function drawHistory(chart: HistoryChart, chartWidth: ChartWidth, theme: Theme): string {
  const width = chartWidth === 480 ? 480 : 720;
  const color = colors[theme];
  const inner = width - 2 * padding;
  const title = textLines(chart.title, { size: fontSizes.title, width: inner, lines: 3 });
  const subtitle = textLines(chart.subtitle, { size: fontSizes.question, width: inner, lines: 2 });
  const top = padding + title.length * 28 + subtitle.length * 20 + 36;
  const height = top + 240;
  const editions = [...new Set(chart.points.map(({ edition }) => edition))].toSorted();
  const greatest = Math.max(0, ...chart.points.map(({ share }) => share));
  const marks =
    chart.points.length === 0
      ? []
      : [
          gridY({ ticks: 5, stroke: color.grid, strokeOpacity: 1 }),
          axisY({
            ticks: 5,
            tickSize: 0,
            label: null,
            color: color.muted,
            fontSize: 11,
            tickFormat: (share: number) => `${share} %`,
          }),
          axisX({
            ticks: editions,
            tickSize: 0,
            tickPadding: 8,
            label: null,
            color: color.muted,
            fontSize: 12,
            tickFormat: String,
          }),
          line(chart.points, {
            x: 'edition',
            y: 'share',
            z: 'series',
            stroke: color.other,
            strokeWidth: 2.5,
            ariaDescription: 'lines',
          }),
          dot(chart.points, {
            x: 'edition',
            y: 'share',
            fill: color.other,
            stroke: color.background,
            strokeWidth: 2,
            r: 6,
            ariaDescription: 'points',
          }),
          text(chart.points, {
            x: 'edition',
            y: 'share',
            dy: -14,
            text: ({ share, rank }: HistoryPoint) => `${share.toFixed(1)} %, rank ${rank}`,
            fontSize: fontSizes.value,
            fontWeight: 700,
            fill: color.text,
            stroke: color.background,
            strokeWidth: 3,
            ariaDescription: 'values',
          }),
        ];
  const svg = plot({
    document: newDocument(),
    width,
    height,
    marginTop: top,
    marginLeft: padding + 36,
    marginRight: padding + 70,
    marginBottom: 44,
    x: { type: 'linear', domain: domainOf(editions), inset: 70, axis: null },
    y: { domain: [0, greatest === 0 ? 100 : greatest * 1.15], axis: null },
    marks: [
      headline(title, padding - 4, {
        fontSize: fontSizes.title,
        lineHeight: 28 / fontSizes.title,
        fontWeight: 700,
        fill: color.text,
      }),
      headline(subtitle, padding + title.length * 28, {
        fontSize: fontSizes.question,
        lineHeight: 20 / fontSizes.question,
        fill: color.muted,
      }),
      ...(chart.points.length === 0
        ? [headline([chart.notice], top + 40, { fontSize: fontSizes.notice, fill: color.text })]
        : marks),
    ],
  });
  const size = { width: chartWidth, height: Math.round((height * chartWidth) / width) };
  return serializeSvg(svg as SVGSVGElement, {
    size,
    theme,
    title: chart.title,
    description: chart.description,
  });
}

/** One edition is in the middle. */
function domainOf(editions: readonly number[]): [number, number] {
  const first = editions[0] ?? 0;
  const last = editions.at(-1) ?? 0;
  return first === last ? [first - 1, last + 1] : [first, last];
}

const headline = (
  lines: readonly string[],
  y: number,
  style: { fontSize: number; fill: string; lineHeight?: number; fontWeight?: number },
) =>
  text([lines], {
    x: { value: () => padding, scale: null },
    y: { value: () => y, scale: null },
    text: (all: readonly string[]) => all.map((one) => `\u2068${one}\u2069`).join('\n'),
    lineAnchor: 'top',
    textAnchor: 'start',
    ariaDescription: 'headline',
    ...style,
  });
