import { html } from 'hono/html';
import { type Html, layout } from './layout.ts';

/** A page in the place of one that cannot be had. */
export const messagePage = (publicUrl: string, title: string, message: string): Html =>
  layout({
    publicUrl,
    head: { title, description: message, path: undefined, type: 'website' },
    main: html`<main id="main" class="wrap">
      <h1>${title}</h1>
      <p class="lead">${message}</p>
      <p><a href="/">To the front page</a></p>
    </main>`,
  });
