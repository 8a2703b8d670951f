import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { BarChart } from './bar-chart.ts';

interface FontPackage {
  name: string;
  files: readonly string[];
  /** What the fonts have glyphs for. */
  covers: RegExp;
}

/**
 * Noto fonts that come as packages, so that a picture looks the same on every machine. The last one is an
 * optional dependency.
 */
const packages: readonly FontPackage[] = [
  {
    name: '@embedpdf/fonts-latin',
    files: ['NotoSans-Regular.ttf', 'NotoSans-Bold.ttf'],
    covers: /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}\p{Script=Inherited}]/v,
  },
  {
    name: '@embedpdf/fonts-hebrew',
    files: ['NotoSansHebrew-Regular.ttf', 'NotoSansHebrew-Bold.ttf'],
    covers: /\p{Script=Hebrew}/v,
  },
  {
    name: '@embedpdf/fonts-arabic',
    files: ['NotoNaskhArabic-Regular.ttf', 'NotoNaskhArabic-Bold.ttf'],
    covers: /\p{Script=Arabic}/v,
  },
  {
    name: '@embedpdf/fonts-sc',
    files: ['NotoSansHans-Regular.otf', 'NotoSansHans-Bold.otf'],
    covers: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/v,
  },
];

const { resolve } = createRequire(import.meta.url);

function installed({ name, files }: FontPackage): string[] {
  try {
    // The packages export no more than `dist/index.cjs`.
    const folder = join(dirname(resolve(name)), '../fonts');
    return files.map((file) => join(folder, file)).filter((file) => existsSync(file));
  } catch {
    return [];
  }
}

const fonts = packages
  .map((one) => ({ ...one, files: installed(one) }))
  .filter(({ files }) => files.length > 0);

// Emoji are of no script, and none of the fonts has them.
const isDrawable = (text: string): boolean =>
  [...text].every(
    (character) =>
      !/[\p{Extended_Pictographic}--[©®™]]/v.test(character) &&
      fonts.some(({ covers }) => covers.test(character)),
  );

/** The files with glyphs for a text. A large font is read only for a text that needs it. */
export const fontFilesFor = (text: string): string[] =>
  fonts.filter(({ covers }, index) => index === 0 || covers.test(text)).flatMap(({ files }) => files);

/** The chart with slugs in the place of names that the fonts cannot draw. */
export const withDrawableTexts = (chart: BarChart): BarChart => ({
  ...chart,
  title: isDrawable(chart.title) ? chart.title : chart.plainTitle,
  question: isDrawable(chart.question) ? chart.question : '',
  bars: chart.bars.map((bar) => (isDrawable(bar.label) ? bar : { ...bar, label: bar.plainLabel })),
});
