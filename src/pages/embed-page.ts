import { html } from 'hono/html';
import { chartSize, layOutBars } from '../chart/bar-chart.ts';
import type { ResultPictureQuery } from '../generated/operation-types.ts';
import { resultChart } from '../result/result-chart.ts';
import { frameLayout, type Html } from './layout.ts';
import { surveyPicture } from './parts.ts';

/** A survey's picture for a frame of another site. */
export function embedPage(publicUrl: string, survey: NonNullable<ResultPictureQuery['survey']>): Html {
  const { slug, title } = survey;
  const chart = resultChart(survey);
  const picture = { alt: chart.description, ...chartSize(layOutBars(chart, 1200), 1200) };
  return frameLayout({
    publicUrl,
    head: { title, description: chart.description, path: `/surveys/${slug}`, type: 'website' },
    main: html`<main>
      <h1 class="hidden">${title}</h1>
      <figure>
        ${surveyPicture(slug, picture)}
        <figcaption><a href="${publicUrl}/surveys/${slug}" target="_blank" rel="noopener">${title}: figures and method</a></figcaption>
      </figure>
    </main>`,
  });
}
