import { html } from 'hono/html';
import type { Html } from './layout.ts';
import type { PageSurvey } from './page-data.ts';

type Rounds = NonNullable<NonNullable<PageSurvey['outcome']>['rounds']>;

/** The rounds of an instant runoff, one column each: the later an option leaves, the higher its row. */
export function roundsSection(rounds: Rounds, ballots: number): Html {
  const names = new Map<string, string>();
  for (const { results } of rounds.toReversed()) {
    for (const { option } of results) if (!names.has(option.slug)) names.set(option.slug, option.shortName);
  }
  const votesIn = ({ results }: Rounds[number], slug: string) =>
    results.find(({ option }) => option.slug === slug)?.votes;
  return html`<section aria-labelledby="rounds-heading">
        <h2 id="rounds-heading">Round by round</h2>
        <div class="scroll" tabindex="0" role="group" aria-labelledby="rounds-heading">
          <table>
            <caption>Ballots for each option in each round, of ${ballots.toLocaleString('en')}. An option wins with more than half of the ballots that are not exhausted.</caption>
            <thead>
              <tr><th scope="col">Option</th>${rounds.map(({ number }) => html`<th scope="col" class="number">Round ${number}</th>`)}</tr>
            </thead>
            <tbody>
              ${[...names].map(
                ([slug, name]) =>
                  html`<tr><th scope="row"><bdi>${name}</bdi></th>${rounds.map(
                    (round) =>
                      html`<td class="number">${votesIn(round, slug)?.toLocaleString('en') ?? '–'}</td>`,
                  )}</tr>`,
              )}
              <tr class="is-rest"><th scope="row">Exhausted</th>${rounds.map(
                ({ exhausted }) => html`<td class="number">${exhausted.toLocaleString('en')}</td>`,
              )}</tr>
            </tbody>
          </table>
        </div>
      </section>`;
}
