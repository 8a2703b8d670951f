// Follows an open survey: the figures of the table as they change, the picture behind them, and the whole page anew when
// voting opens or closes. The page has everything without it.
const longestWait = 60_000;
const pictureEvery = 5_000;

/** @param {number} share */
const percent = (share) => `${share.toFixed(1)} %`;

/** @param {number} number */
const count = (number) => number.toLocaleString('en');

/**
 * @param {Element} row
 * @param {string} name
 * @param {string} text
 */
function setCell(row, name, text) {
  const cell = row.querySelector(`[data-cell="${name}"]`);
  if (cell && cell.textContent !== text) cell.textContent = text;
}

/** Lets rows glide to where they are now. @param {HTMLElement} body @param {() => void} reorder */
function glide(body, reorder) {
  const rows = [...body.children];
  const before = rows.map((row) => row.getBoundingClientRect().top);
  reorder();
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  for (const [index, row] of rows.entries()) {
    const moved = (before[index] ?? 0) - row.getBoundingClientRect().top;
    if (moved === 0) continue;
    row.animate([{ transform: `translateY(${moved}px)` }, { transform: 'none' }], {
      duration: 500,
      easing: 'ease-out',
    });
  }
}

/** @param {HTMLElement} body @param {any} survey */
function showFigures(body, { results, outcome }) {
  const longest = Math.max(...results.map((result) => result.interval?.high ?? result.share), 0) || 100;
  const hasVotes = outcome.denominator > 0;
  const ordered = [];
  for (const { rank, votes, share, isTied, interval, narrative } of results) {
    const row = body.querySelector(`[data-option="${CSS.escape(narrative.slug)}"]`);
    if (!row) continue;
    ordered.push(row);
    row.classList.toggle('is-first', hasVotes && rank === 1);
    setCell(row, 'rank', hasVotes ? `${isTied ? '=' : ''}${rank}` : '–');
    setCell(row, 'votes', count(votes));
    setCell(row, 'share', percent(share));
    setCell(row, 'interval', interval ? `${interval.low.toFixed(1)} to ${interval.high.toFixed(1)} %` : '–');
    row.querySelector('rect')?.setAttribute('width', `${(100 * share) / longest}%`);
    const line = row.querySelector('line');
    line?.setAttribute('x1', `${(100 * (interval?.low ?? 0)) / longest}%`);
    line?.setAttribute('x2', `${(100 * (interval?.high ?? 0)) / longest}%`);
  }
  if (ordered.some((row, index) => body.children[index] !== row)) glide(body, () => body.prepend(...ordered));
}

/** Loads the picture anew, at once after a pause and then every few seconds, while somebody looks. */
function createPictureRefresh() {
  let last = 0;
  let isWaiting = false;
  const refresh = () => {
    isWaiting = false;
    if (document.hidden) return;
    last = Date.now();
    for (const element of document.querySelectorAll('[data-picture] source, [data-picture] img')) {
      const name = element instanceof HTMLImageElement ? 'src' : 'srcset';
      const url = new URL(element.getAttribute(name) ?? '', location.href);
      url.searchParams.set('at', String(last));
      element.setAttribute(name, url.pathname + url.search);
    }
  };
  return () => {
    if (isWaiting) return;
    isWaiting = true;
    setTimeout(refresh, Math.max(0, last + pictureEvery - Date.now()));
  };
}

async function replacePage() {
  const response = await fetch(location.href, { headers: { accept: 'text/html' } });
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const fresh = page.querySelector('main');
  if (fresh) document.querySelector('main')?.replaceWith(fresh);
  follow();
}

function follow() {
  const main = document.querySelector('main[data-live]');
  if (!(main instanceof HTMLElement)) return;
  const status = main.querySelector('[data-live-status]');
  const body = main.querySelector('[data-figures]');
  const refreshPicture = createPictureRefresh();
  const shownStatus = main.dataset.status;
  let wait = 1_000;
  let isFirst = true;
  let source = new EventSource(main.dataset.live ?? '');

  /** @param {string} text */
  const say = (text) => {
    if (status && status.textContent !== text) status.textContent = text;
  };

  const onNext = ({ data }) => {
    const survey = JSON.parse(data).data?.surveyResults;
    if (!survey) return;
    wait = 1_000;
    if (survey.status !== shownStatus) {
      source.close();
      replacePage().catch(() => location.reload());
      return;
    }
    main.classList.add('is-live');
    say('These figures follow the votes as they are cast.');
    if (survey.results && body instanceof HTMLElement) showFigures(body, survey);
    const base = main.querySelector('[data-base]');
    if (base && survey.outcome?.denominator != null) base.textContent = count(survey.outcome.denominator);
    // The first event says what the page was made with.
    if (!isFirst && survey.results) refreshPicture();
    isFirst = false;
  };

  const onError = () => {
    main.classList.remove('is-live');
    say('The connection is lost; it is tried again.');
    // The browser itself connects again, unless it was refused.
    if (source.readyState !== EventSource.CLOSED) return;
    setTimeout(connect, wait + Math.random() * 1_000);
    wait = Math.min(2 * wait, longestWait);
  };

  const listen = () => {
    source.addEventListener('next', onNext);
    source.addEventListener('complete', () => source.close());
    source.addEventListener('error', onError);
  };

  const connect = () => {
    source = new EventSource(main.dataset.live ?? '');
    listen();
  };

  listen();
}

follow();
