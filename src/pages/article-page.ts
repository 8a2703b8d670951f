import { html } from 'hono/html';
import { dayOf } from '../text/dates.ts';
import { type Html, layout } from './layout.ts';
import type { PageArticle } from './page-data.ts';
import { articleList, previewImage, safeHtml, surveyPicture } from './parts.ts';
import { articleData } from './structured-data.ts';

/** An article with its contents, its questions and what to read next. */
export function articlePage(publicUrl: string, article: PageArticle): Html {
  const { slug, title, excerpt, category, author, survey, image } = article;
  return layout({
    publicUrl,
    head: {
      title,
      description: excerpt,
      path: `/articles/${slug}`,
      type: 'article',
      image: survey && image ? previewImage(survey.slug, image) : undefined,
      data: [articleData(publicUrl, article)],
    },
    main: html`<main id="main" class="wrap">
      <article class="article">
        <p class="eyebrow"><span>${category.name}</span> <span>${author.name}</span> <span>${article.readingTimeMinutes} min to read</span>${
          article.publishedAt && html` <span>${dayOf(article.publishedAt)}</span>`
        }</p>
        <h1>${title}</h1>
        <p class="lead">${excerpt}</p>
        ${
          survey && image
            ? html`<figure class="outset">
          ${surveyPicture(survey.slug, image)}
          <figcaption><a href="/surveys/${survey.slug}">${survey.title}: figures, method and downloads</a></figcaption>
        </figure>`
            : ''
        }
        ${contents(article)}
        <div class="prose">${safeHtml(article.body)}</div>
        ${questions(article)}
        ${article.disclaimer && html`<aside class="disclaimer" aria-label="Disclaimer"><p>${article.disclaimer}</p></aside>`}
      </article>
      ${
        article.narratives.length > 0
          ? html`<section aria-labelledby="narratives-heading"><h2 id="narratives-heading">Narratives in it</h2>
        <ul class="tags">${article.narratives.map(({ slug: one, shortName }) => html`<li><a href="/narratives/${one}">${shortName}</a></li>`)}</ul></section>`
          : ''
      }
      ${
        article.related.length > 0
          ? html`<section aria-labelledby="related-heading"><h2 id="related-heading">Read next</h2>${articleList(article.related)}</section>`
          : ''
      }
    </main>`,
  });
}

const contents = ({ sections }: PageArticle): Html | '' =>
  sections.length < 2
    ? ''
    : html`<nav class="toc outset" aria-labelledby="contents-heading">
          <h2 id="contents-heading">Contents</h2>
          <ol>${sections.map(
            ({ anchor, heading, sections: parts }) =>
              html`<li><a href="#${anchor}">${heading}</a>${
                parts.length > 0 &&
                html`<ol>${parts.map((part) => html`<li><a href="#${part.anchor}">${part.heading}</a></li>`)}</ol>`
              }</li>`,
          )}</ol>
        </nav>`;

const questions = ({ faqs }: PageArticle): Html | '' =>
  faqs.length === 0
    ? ''
    : html`<section aria-labelledby="questions-heading">
          <h2 id="questions-heading">Questions that readers ask</h2>
          ${faqs.map(({ question, answer }) => html`<details><summary>${question}</summary><div>${safeHtml(answer)}</div></details>`)}
        </section>`;
