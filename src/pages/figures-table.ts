import { html } from 'hono/html';
import { percent } from '../result/result-chart.ts';
import type { Html } from './layout.ts';
import type { PageSurvey } from './page-data.ts';

type Results = NonNullable<PageSurvey['results']>;
type Result = Results[number];

interface Columns {
  hasVotes: boolean;
  hasCounts: boolean;
  hasPrevious: boolean;
  /** The value at which a bar is as long as it can be. */
  longest: number;
}

/** The figures of the picture as a table. The script moves what is marked by `data-`. */
export function figuresTable({ results, outcome, isSample, previousEdition }: PageSurvey): Html | '' {
  if (results === null) return '';
  const unlisted = outcome?.unlistedShare ?? 0;
  const columns: Columns = {
    hasVotes: results.some(({ share }) => share > 0),
    hasCounts: results.some(({ votes }) => votes !== null),
    hasPrevious: previousEdition !== null && results.some(({ rankChange }) => rankChange !== null),
    longest: Math.max(...results.map(({ share, interval }) => interval?.high ?? share), unlisted) || 100,
  };
  return html`<section aria-labelledby="figures-heading">
        <h2 id="figures-heading">The figures</h2>
        <div class="scroll" tabindex="0" role="group" aria-labelledby="figures-heading">
          <table>
            <caption>${captionOf(columns, isSample, unlisted)}</caption>
            <thead>
              <tr>
                <th scope="col">Rank</th>
                <th scope="col">Narrative</th>
                <th scope="col" class="bar-cell"><span class="hidden">Bar</span></th>
                <th scope="col" class="number">Share</th>
                ${columns.hasCounts && html`<th scope="col" class="number">Votes</th><th scope="col" class="number wide-only">95 % interval</th>`}
                ${columns.hasPrevious && html`<th scope="col" class="number wide-only">Since the edition before</th>`}
                <th scope="col" class="number wide-only">Lead over the next</th>
              </tr>
            </thead>
            <tbody data-figures>
              ${results.map((result) => row(result, columns))}
              ${unlisted > 0 && unlistedRow(unlisted, columns)}
            </tbody>
          </table>
        </div>
      </section>`;
}

const captionOf = ({ hasCounts, hasVotes }: Columns, isSample: boolean, unlisted: number): string =>
  [
    isSample ? 'A sample to play with: these figures mean nothing.' : '',
    hasCounts && !hasVotes ? 'No votes yet.' : '',
    unlisted > 0 ? `The shares are not rescaled: ${percent(unlisted)} were never listed.` : '',
    hasCounts && hasVotes
      ? 'The interval says how far chance alone could move a share, were the voters a random sample. They chose to take part.'
      : '',
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');

function row(
  { rank, share, votes, isTied, interval, marginToNext, rankChange, shareChange, narrative }: Result,
  columns: Columns,
): Html {
  const isFirst = columns.hasVotes && rank === 1;
  return html`<tr data-option="${narrative.slug}" class="${isFirst ? 'is-first' : ''}">
                <td class="rank" data-cell="rank">${columns.hasVotes ? `${isTied ? '=' : ''}${rank}` : '–'}</td>
                <th scope="row" class="figure-name"><a href="/narratives/${narrative.slug}"><bdi>${narrative.name}</bdi></a></th>
                <td class="bar-cell">${bar(share, columns, interval)}</td>
                <td class="number share" data-cell="share">${percent(share)}</td>
                ${
                  columns.hasCounts &&
                  html`<td class="number" data-cell="votes">${(votes ?? 0).toLocaleString('en')}</td>
                <td class="number wide-only" data-cell="interval">${interval === null ? '–' : `${interval.low.toFixed(1)} to ${interval.high.toFixed(1)} %`}</td>`
                }
                ${columns.hasPrevious && html`<td class="number wide-only">${changeOf(rankChange, shareChange)}</td>`}
                <td class="number wide-only">${marginToNext === null || !columns.hasVotes ? '–' : `${marginToNext.toFixed(1)} points`}</td>
              </tr>`;
}

const unlistedRow = (share: number, columns: Columns): Html => html`<tr class="is-rest">
                <td class="rank">–</td>
                <th scope="row" class="figure-name">Not listed</th>
                <td class="bar-cell">${bar(share, columns, null)}</td>
                <td class="number share">${percent(share)}</td>
                ${columns.hasPrevious && html`<td class="number wide-only">–</td>`}
                <td class="number wide-only">–</td>
              </tr>`;

function bar(share: number, { longest, hasCounts }: Columns, interval: Result['interval']): Html {
  const at = (value: number) => `${(100 * value) / longest}%`;
  return html`<svg class="bar" aria-hidden="true" focusable="false"><rect height="100%" width="${at(share)}" rx="2"/>${
    hasCounts &&
    html`<line x1="${at(interval?.low ?? 0)}" x2="${at(interval?.high ?? 0)}" y1="50%" y2="50%"/>`
  }</svg>`;
}

function changeOf(ranks: number | null, points: number | null): string {
  if (ranks === null || points === null) return 'new';
  const places = ranks === 0 ? 'same rank' : `${ranks > 0 ? 'up' : 'down'} ${Math.abs(ranks)}`;
  return `${places}, ${points > 0 ? '+' : ''}${points.toFixed(1)} points`;
}
