/** As many pictures wait to be made as may. */
export class RasterizerBusyError extends Error {
  override name = 'RasterizerBusyError';
}

export type Rasterizer = (svg: string) => Promise<Buffer>;

/**
 * Makes PNGs of SVGs, one at a time and off the main thread, so that pictures take at most one core from
 * requests. Rejects with RasterizerBusyError while `waiting` others wait.
 */
export function createRasterizer(waiting: number): Rasterizer {
  const queue: (() => void)[] = [];
  let isBusy = false;
  const next = () => {
    const start = queue.shift();
    if (start === undefined) isBusy = false;
    else start();
  };
  return async (svg) => {
    if (isBusy) {
      if (queue.length >= waiting) throw new RasterizerBusyError();
      await new Promise<void>((resolve) => queue.push(resolve));
    }
    isBusy = true;
    try {
      return await toPng(svg);
    } finally {
      next();
    }
  };
}

async function toPng(svg: string): Promise<Buffer> {
  // Loaded with the first picture: most processes make none.
  const [{ renderAsync }, { fontFilesFor }] = await Promise.all([
    import('@resvg/resvg-js'),
    import('./png-fonts.ts'),
  ]);
  const image = await renderAsync(svg, {
    font: { loadSystemFonts: false, fontFiles: fontFilesFor(svg), defaultFontFamily: 'Noto Sans' },
  });
  return image.asPng();
}
