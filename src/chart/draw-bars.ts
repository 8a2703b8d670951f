import { axisX, link, plot, rect, ruleX, text } from '@observablehq/plot';
import {
  type BarChart,
  type BarLayout,
  type ChartWidth,
  chartSize,
  fontSizes,
  layOutBars,
  type PlacedBar,
  type PlacedText,
} from './bar-chart.ts';
import { newDocument, serializeSvg } from './svg-document.ts';
import { type Colors, colors, type Theme } from './theme.ts';

/** Keeps a text together in its own direction, whatever is beside it. */
const isolated = (line: string): string => `\u2068${line}\u2069`;

/** Marks are placed in pixels where the layout says; only the lengths of bars are scaled. */
const pixels = <Row>(value: (row: Row) => number) => ({ value, scale: null });

/** A chart as an SVG document. */
export function drawBars(chart: BarChart, width: ChartWidth, theme: Theme): string {
  const layout = layOutBars(chart, width);
  const color = colors[theme];
  const greatest = Math.max(
    0,
    ...chart.bars.map(({ value, interval }) => Math.max(value, interval?.high ?? 0)),
  );
  const svg = plot({
    document: newDocument(),
    width: layout.width,
    height: layout.height,
    marginTop: layout.top,
    marginBottom: layout.height - layout.bottom - 6,
    marginLeft: layout.left,
    marginRight: layout.width - layout.right,
    x: { domain: [0, greatest === 0 ? chart.least : greatest], axis: null },
    y: { type: 'identity', axis: null },
    marks: [
      ...headings(chart, layout, color),
      chart.bars.length === 0 ? null : axis(chart, layout, color),
      ...bars(layout, color),
      ...foot(layout, color),
    ],
  });
  return serializeSvg(svg as SVGSVGElement, {
    size: chartSize(layout, width),
    theme,
    title: chart.title,
    description: chart.description,
  });
}

interface TextStyle {
  fontSize: number;
  fill: string;
  label: string;
  /** Of a line, in em. */
  lineHeight: number;
  fontWeight?: number;
  textAnchor?: 'start' | 'middle' | 'end';
}

const placedText = (placed: readonly PlacedText[], { label, ...style }: TextStyle) =>
  text(placed, {
    x: pixels(({ x }: PlacedText) => x),
    y: pixels(({ y }: PlacedText) => y),
    text: ({ lines }: PlacedText) => lines.map(isolated).join('\n'),
    lineAnchor: 'top',
    textAnchor: 'start',
    ariaDescription: label,
    ...style,
  });

const headings = (chart: BarChart, layout: BarLayout, color: Colors) => [
  placedText([layout.title], {
    label: 'title',
    fontSize: fontSizes.title,
    lineHeight: 28 / fontSizes.title,
    fontWeight: 700,
    fill: color.text,
  }),
  placedText([layout.question], {
    label: 'question',
    fontSize: fontSizes.question,
    lineHeight: 20 / fontSizes.question,
    fill: color.text,
  }),
  placedText([layout.facts], {
    label: 'facts',
    fontSize: fontSizes.facts,
    lineHeight: 17 / fontSizes.facts,
    fill: color.muted,
  }),
  ...(chart.isSample ? sampleMark(layout, color) : []),
];

function sampleMark(layout: BarLayout, color: Colors) {
  const right = layout.width - layout.title.x;
  const box = { left: right - 76, top: layout.title.y + 2, bottom: layout.title.y + 24, right };
  return [
    rect([box], {
      x1: pixels(({ left }: typeof box) => left),
      x2: pixels(({ right }: typeof box) => right),
      y1: pixels(({ top }: typeof box) => top),
      y2: pixels(({ bottom }: typeof box) => bottom),
      fill: 'none',
      stroke: color.sample,
      strokeWidth: 1.5,
      rx: 4,
      ariaDescription: 'sample',
    }),
    placedText([{ x: right - 38, y: box.top + 5, lines: ['SAMPLE'] }], {
      label: 'sample',
      fontSize: 12,
      lineHeight: 1,
      fontWeight: 700,
      fill: color.sample,
      textAnchor: 'middle',
    }),
  ];
}

const axis = ({ unit }: BarChart, { width }: BarLayout, color: Colors) =>
  axisX({
    ticks: width < 600 ? 4 : 6,
    tickFormat: (value: number) =>
      Number.isInteger(value) ? `${value.toLocaleString('en')}${unit && ` ${unit}`}` : '',
    tickSize: 0,
    tickPadding: 6,
    label: null,
    fontSize: fontSizes.notes,
    color: color.muted,
  });

function bars(layout: BarLayout, color: Colors) {
  const { bars: placed, top, bottom } = layout;
  if (placed.length === 0) return [];
  const withInterval = placed.flatMap(({ interval, ...bar }) => (interval ? [{ ...bar, ...interval }] : []));
  const middle = ({ top, bottom }: PlacedBar) => (top + bottom) / 2;
  return [
    // Where labels stand above the bars it would run through them.
    layout.isNarrow
      ? null
      : ruleX([0], {
          y1: pixels(() => top),
          y2: pixels(() => bottom + 4),
          stroke: color.muted,
          ariaDescription: 'base line',
        }),
    rect(placed, {
      x1: () => 0,
      x2: 'value',
      y1: pixels(({ top }: PlacedBar) => top),
      y2: pixels(({ bottom }: PlacedBar) => bottom),
      fill: ({ tone }: PlacedBar) => color[tone],
      rx: 2,
      title: ({ label, valueText }: PlacedBar) => `${label}: ${valueText}`,
      ariaDescription: 'bars',
    }),
    ...(withInterval.length === 0
      ? []
      : [
          link(withInterval, {
            x1: 'low',
            x2: 'high',
            y1: pixels(middle),
            y2: pixels(middle),
            stroke: color.background,
            strokeWidth: 4,
            ariaDescription: 'intervals',
          }),
          link(withInterval, {
            x1: 'low',
            x2: 'high',
            y1: pixels(middle),
            y2: pixels(middle),
            stroke: color.interval,
            strokeWidth: 1.75,
            ariaDescription: 'intervals',
          }),
        ]),
    placedText(
      placed
        .filter(({ rank }) => rank !== '')
        .map(({ placedLabel, rank }) => ({ ...placedLabel, x: layout.title.x, lines: [rank] })),
      {
        label: 'ranks',
        fontSize: fontSizes.label,
        lineHeight: 17 / fontSizes.label,
        fontWeight: 700,
        fill: color.muted,
      },
    ),
    placedText(
      placed.map(({ placedLabel }) => placedLabel),
      { label: 'names', fontSize: fontSizes.label, lineHeight: 17 / fontSizes.label, fill: color.text },
    ),
    text(placed, {
      x: ({ value, interval }: PlacedBar) => Math.max(value, interval?.high ?? 0),
      y: pixels(middle),
      dx: 7,
      text: 'valueText',
      textAnchor: 'start',
      fontSize: fontSizes.value,
      fontWeight: 700,
      fill: color.text,
      ariaDescription: 'values',
    }),
  ];
}

const foot = ({ notice, notes, source }: BarLayout, color: Colors) => [
  ...(notice === undefined
    ? []
    : [
        placedText([notice], {
          label: 'notice',
          fontSize: fontSizes.notice,
          lineHeight: 26 / fontSizes.notice,
          fill: color.text,
          textAnchor: 'middle',
        }),
      ]),
  placedText([notes, source], {
    label: 'notes',
    fontSize: fontSizes.notes,
    lineHeight: 15 / fontSizes.notes,
    fill: color.muted,
  }),
];
