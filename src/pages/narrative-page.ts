import { html } from 'hono/html';
import { percent } from '../result/result-chart.ts';
import { type Html, layout } from './layout.ts';
import type { PageNarrative } from './page-data.ts';
import { articleList, sampleBadge } from './parts.ts';

/** A narrative: what it says, and how it fared. */
export function narrativePage(publicUrl: string, narrative: PageNarrative): Html {
  const { slug, name, shortName, summary, keyPoints, relatedProjects, results, articles } = narrative;
  return layout({
    publicUrl,
    head: { title: name, description: summary, path: `/narratives/${slug}`, type: 'website' },
    main: html`<main id="main" class="wrap">
      <p class="eyebrow"><span>Narrative</span> ${shortName === name ? '' : html`<span>${shortName}</span>`}</p>
      <h1><bdi>${name}</bdi></h1>
      <p class="lead">${summary}</p>
      ${
        keyPoints.length > 0
          ? html`<section aria-labelledby="points-heading"><h2 id="points-heading">What to know</h2>
        <ul class="points">${keyPoints.map(({ title, body }) => html`<li><h3>${title}</h3><p>${body}</p></li>`)}</ul></section>`
          : ''
      }
      ${
        relatedProjects.length > 0
          ? html`<section aria-labelledby="projects-heading"><h2 id="projects-heading">Projects that stand for it</h2>
        <ul class="tags">${relatedProjects.map(({ name: project }) => html`<li>${project}</li>`)}</ul></section>`
          : ''
      }
      <section aria-labelledby="history-heading">
        <h2 id="history-heading">How it fared</h2>
        ${results.nodes.length === 0 ? html`<p class="note">No survey has a result for it yet.</p>` : history(narrative)}
      </section>
      ${
        articles.nodes.length > 0
          ? html`<section aria-labelledby="articles-heading"><h2 id="articles-heading">Articles about it</h2>${articleList(articles.nodes)}</section>`
          : ''
      }
    </main>`,
  });
}

const history = ({
  slug,
  name,
  results,
}: PageNarrative): Html => html`${hasHistory(results) ? historyPicture(slug, name) : ''}
        <div class="scroll" tabindex="0" role="group" aria-labelledby="history-heading">
          <table>
            <thead><tr><th scope="col">Survey</th><th scope="col" class="number">Rank</th><th scope="col" class="number">Share</th><th scope="col" class="number">Votes</th></tr></thead>
            <tbody>
              ${results.nodes.map(
                ({ rank, share, votes, survey }) => html`<tr>
                <th scope="row"><a href="/surveys/${survey.slug}">${survey.title}</a> ${sampleBadge(survey.isSample)}</th>
                <td class="number">${rank}</td>
                <td class="number">${percent(share)}</td>
                <td class="number">${votes === null ? 'not published' : votes.toLocaleString('en')}</td>
              </tr>`,
              )}
            </tbody>
          </table>
        </div>`;

/** One edition alone makes no history. */
const hasHistory = ({ nodes }: PageNarrative['results']): boolean =>
  new Set(nodes.filter(({ survey }) => !survey.isSample).map(({ survey }) => survey.edition)).size > 1;

const historyPicture = (slug: string, name: string): Html => html`<figure>
          <picture>
            <source media="screen and (prefers-color-scheme: dark)" srcset="/narratives/${slug}/history.svg?theme=dark">
            <img src="/narratives/${slug}/history.svg" alt="The share of ${name} by edition; the table below has the figures.">
          </picture>
        </figure>`;
