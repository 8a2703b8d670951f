import { describe, expect, test } from 'vitest';
import type { BarChart } from '../../src/chart/bar-chart.ts';
import { fontFilesFor, withDrawableTexts } from '../../src/chart/png-fonts.ts';
import { createRasterizer, RasterizerBusyError } from '../../src/chart/rasterizer.ts';

const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"><rect width="3" height="2"/></svg>';

/** Width and height in the header of a PNG. */
const sizeOf = (png: Buffer) => [png.readUInt32BE(16), png.readUInt32BE(20)];

describe('pictures as PNG', () => {
  test('are made one after another, and refused while as many wait as may', async () => {
    const rasterize = createRasterizer(2);
    const asked = Array.from({ length: 5 }, () => rasterize(svg));
    const settled = await Promise.allSettled(asked);
    expect(settled.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'rejected',
      'rejected',
    ]);
    for (const one of settled) {
      if (one.status === 'fulfilled') expect(sizeOf(one.value)).toEqual([3, 2]);
      else expect(one.reason).toBeInstanceOf(RasterizerBusyError);
    }
    expect(sizeOf(await rasterize(svg))).toEqual([3, 2]);
  });

  test('that cannot be made leave room for the next', async () => {
    const rasterize = createRasterizer(1);
    const [broken, next] = await Promise.allSettled([rasterize('<svg'), rasterize(svg)]);
    expect([broken?.status, next?.status]).toEqual(['rejected', 'fulfilled']);
    expect(sizeOf(await rasterize(svg))).toEqual([3, 2]);
  });

  test('read a large font only for a text that needs it', () => {
    const names = (text: string) => fontFilesFor(text).map((file) => /\/fonts-(\w+)\//.exec(file)?.[1]);
    expect(new Set(names('Moon'))).toEqual(new Set(['latin']));
    expect(new Set(names('Moon ירח قمر'))).toEqual(new Set(['latin', 'hebrew', 'arabic']));
    expect(new Set(names('月'))).toEqual(new Set(['latin', 'sc']));
  });

  test('have a slug in the place of a name that the fonts cannot draw', () => {
    const bar = { plainLabel: 'the-slug', rank: '1', value: 1, valueText: '1', tone: 'first' as const };
    const chart: BarChart = {
      title: 'ᚠᚢᚦ',
      plainTitle: 'runes',
      question: '🎉',
      hasHeading: true,
      facts: [],
      isSample: false,
      bars: ['Ærø, Čech ©', 'רשת', 'شبكة', '网络', '🎉', 'မြန်မာ'].map((label) => ({ ...bar, label })),
      notice: undefined,
      notes: [],
      least: 100,
      unit: '%',
      source: '',
      description: '',
    };
    const drawable = withDrawableTexts(chart);
    expect([drawable.title, drawable.question]).toEqual(['runes', '']);
    expect(drawable.bars.map(({ label }) => label)).toEqual([
      'Ærø, Čech ©',
      'רשת',
      'شبكة',
      '网络',
      'the-slug',
      'the-slug',
    ]);
  });
});
