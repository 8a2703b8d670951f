import { type BarChart, type ChartWidth, chartSize, layOutBars } from './bar-chart.ts';

/**
 * The cost of a chart as PNG, in points of 100 µs of CPU: of drawing and rasterizing the texts of a bar,
 * and of filling and compressing the pixels. Measured with 5, 20 and 64 bars in each width, it is at most a
 * fifth off.
 */
export function pngPoints(chart: BarChart, chartWidth: ChartWidth): number {
  const { width, height } = chartSize(layOutBars(chart, chartWidth), chartWidth);
  return Math.round(120 + 12 * chart.bars.length + (170 * width * height) / 1_000_000);
}
