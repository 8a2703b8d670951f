import { type LineBox, textLines, textWidth } from './text-lines.ts';

/** One bar of a ranking. */
export interface Bar {
  label: string;
  /** The replacement for a label that the fonts of a picture cannot draw. */
  plainLabel: string;
  /** As printed before the label; empty for a bar without a rank. */
  rank: string;
  value: number;
  /** As printed behind the bar. */
  valueText: string;
  /** The ends of a confidence interval, in the unit of `value`. */
  interval?: { low: number; high: number } | undefined;
  tone: 'first' | 'other' | 'rest';
}

/** A ranking as bars, or a notice in their place. */
export interface BarChart {
  title: string;
  /** The replacement for a title that the fonts of a picture cannot draw. */
  plainTitle: string;
  question: string;
  /** Whether title and question are drawn; a page that has them as text already does without. */
  hasHeading: boolean;
  /** Short sentences below the question: what the figures are based on, and how they stand. */
  facts: readonly string[];
  /** Says that the figures are not real. */
  isSample: boolean;
  bars: readonly Bar[];
  /** The text in the place of bars. */
  notice: string | undefined;
  /** Explains marks of the picture. */
  notes: readonly string[];
  /** The value at which a bar ends the axis when nothing is longer. */
  least: number;
  unit: '%' | '';
  /** Names the publisher at the foot. */
  source: string;
  /** The text alternative. */
  description: string;
}

export interface PlacedText {
  x: number;
  /** Of the top of the first line. */
  y: number;
  lines: readonly string[];
}

export interface PlacedBar extends Bar {
  /** Of the bar's rectangle. */
  top: number;
  bottom: number;
  placedLabel: PlacedText;
}

/** Where everything of a chart is drawn, in units of its view box. */
export interface BarLayout {
  width: number;
  height: number;
  /** Whether labels stand above the bars. */
  isNarrow: boolean;
  title: PlacedText;
  question: PlacedText;
  facts: PlacedText;
  bars: readonly PlacedBar[];
  notice: PlacedText | undefined;
  notes: PlacedText;
  source: PlacedText;
  /** Between these the bars extend. */
  left: number;
  right: number;
  /** Between these the lines of the axis extend. */
  top: number;
  bottom: number;
}

export const fontSizes = {
  title: 22,
  question: 14.5,
  facts: 12,
  label: 13.5,
  value: 13,
  notes: 11,
  notice: 17,
};

const lineHeights = { title: 28, question: 20, facts: 17, label: 17, notes: 15, notice: 26 };
const padding = 24;
const rankWidth = 28;
const valueGap = 7;

/** The widths of pictures in pixels, and the width of the view box that each has. */
const viewBoxWidths = { 480: 400, 800: 720, 1200: 720 } as const;

export type ChartWidth = keyof typeof viewBoxWidths;

export const chartWidths: readonly ChartWidth[] = [480, 800, 1200];

/** The size of the picture in pixels. */
export function chartSize(layout: BarLayout, width: ChartWidth): { width: number; height: number } {
  return { width, height: Math.round((layout.height * width) / layout.width) };
}

/** Places a chart: with labels before the bars, or above them where the picture is narrow. */
export function layOutBars(chart: BarChart, chartWidth: ChartWidth): BarLayout {
  const width = viewBoxWidths[chartWidth];
  const isNarrow = width < 600;
  const inner = width - 2 * padding;
  const linesOf = (text: string, box: LineBox) => (chart.hasHeading ? textLines(text, box) : []);
  const title = linesOf(chart.title, {
    // Bold letters are wider.
    size: fontSizes.title * 1.12,
    width: inner - (chart.isSample ? 90 : 0),
    lines: 3,
  });
  const question = linesOf(chart.question, { size: fontSizes.question, width: inner, lines: 4 });
  const facts = chart.facts.flatMap((fact) =>
    textLines(fact, {
      size: fontSizes.facts,
      width: inner - (chart.isSample && !chart.hasHeading ? 90 : 0),
      lines: 2,
    }),
  );
  const titleTop = padding - 4;
  const questionTop = titleTop + title.length * lineHeights.title + (chart.hasHeading ? 4 : 0);
  const factsTop = questionTop + question.length * lineHeights.question + (chart.hasHeading ? 6 : 0);
  const top = factsTop + facts.length * lineHeights.facts + 16;

  const labelWidth = isNarrow ? inner - rankWidth : labelColumn(chart.bars, width);
  const left = isNarrow ? padding + rankWidth : padding + rankWidth + labelWidth + 12;
  const bars = placeBars(chart.bars, { top, isNarrow, labelWidth });
  const notice =
    chart.notice === undefined
      ? undefined
      : textLines(chart.notice, { size: fontSizes.notice, width: inner - 48, lines: 4 });
  const noticeHeight = notice === undefined ? 0 : notice.length * lineHeights.notice + 56;
  const bottom = (bars.at(-1)?.rowBottom ?? top) + noticeHeight;
  const notesTop = bottom + (bars.length > 0 ? 36 : 16);
  const notes = chart.notes.flatMap((note) =>
    textLines(note, { size: fontSizes.notes, width: inner, lines: 3 }),
  );
  const sourceTop = notesTop + notes.length * lineHeights.notes + (notes.length > 0 ? 8 : 0);
  const widestValue = Math.max(
    0,
    ...chart.bars.map(({ valueText }) => textWidth(valueText, fontSizes.value)),
  );
  return {
    width,
    height: sourceTop + lineHeights.notes + padding - 10,
    isNarrow,
    title: { x: padding, y: titleTop, lines: title },
    question: { x: padding, y: questionTop, lines: question },
    facts: { x: padding, y: factsTop, lines: facts },
    bars,
    notice: notice && { x: width / 2, y: top + 28, lines: notice },
    notes: { x: padding, y: notesTop, lines: notes },
    source: { x: padding, y: sourceTop, lines: [chart.source] },
    left,
    right: width - padding - widestValue - valueGap,
    top: top - 4,
    bottom,
  };
}

/** As wide as the longest label needs, within a third of the picture. */
const labelColumn = (bars: readonly Bar[], width: number): number =>
  Math.min(
    Math.max(60, ...bars.map(({ label }) => textWidth(label, fontSizes.label))),
    (width - 2 * padding) / 3,
  );

function placeBars(
  bars: readonly Bar[],
  { top, isNarrow, labelWidth }: { top: number; isNarrow: boolean; labelWidth: number },
): (PlacedBar & { rowBottom: number })[] {
  const thickness = isNarrow ? 14 : 20;
  let y = top;
  return bars.map((bar) => {
    const lines = textLines(bar.label, { size: fontSizes.label, width: labelWidth, lines: isNarrow ? 3 : 4 });
    const labelHeight = lines.length * lineHeights.label;
    const rowHeight = isNarrow ? labelHeight + 3 + thickness : Math.max(labelHeight, thickness);
    const barTop = isNarrow ? y + labelHeight + 3 : y + (rowHeight - thickness) / 2;
    const labelTop = isNarrow ? y : y + (rowHeight - labelHeight) / 2;
    const placed = {
      ...bar,
      top: barTop,
      bottom: barTop + thickness,
      placedLabel: { x: padding + rankWidth, y: labelTop, lines },
      rowBottom: y + rowHeight,
    };
    y += rowHeight + (isNarrow ? 13 : 11);
    return placed;
  });
}
