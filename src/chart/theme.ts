export type Theme = 'light' | 'dark';

export interface Colors {
  background: string;
  text: string;
  muted: string;
  grid: string;
  first: string;
  other: string;
  rest: string;
  interval: string;
  sample: string;
}

/**
 * Text has a contrast of at least 4.5:1 with the background, bars and lines of 3:1; the bar of what is not
 * listed is pale on purpose.
 */
export const colors: Readonly<Record<Theme, Colors>> = {
  light: {
    background: '#ffffff',
    text: '#171a30',
    muted: '#565b78',
    grid: '#e4e6f0',
    first: '#b5760a',
    other: '#4a50c8',
    rest: '#cdd0e2',
    interval: '#171a30',
    sample: '#b0243c',
  },
  dark: {
    background: '#11142a',
    text: '#f2f3fb',
    muted: '#a9aecb',
    grid: '#272c4c',
    first: '#f0bf4c',
    other: '#8a92ff',
    rest: '#3f4569',
    interval: '#f2f3fb',
    sample: '#ff8a9b',
  },
};
