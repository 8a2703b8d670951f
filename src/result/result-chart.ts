import type { Bar, BarChart } from '../chart/bar-chart.ts';
import { dayOf, timeOf } from '../text/dates.ts';

/** A time as the API sends it, or as the database stores it. */
type Time = string | number | Date | null;

/** What a chart shows of a survey; rows and the API's responses both have it. */
export interface ChartedSurvey {
  slug: string;
  title: string;
  question: string;
  status: 'DRAFT' | 'SCHEDULED' | 'OPEN' | 'CLOSED' | 'PUBLISHED' | 'CANCELLED';
  method: 'SINGLE_CHOICE' | 'APPROVAL' | 'RANKED_CHOICE';
  isSample: boolean;
  opensAt?: Time;
  closesAt?: Time;
  publishedAt?: Time;
  /** Null while they are hidden. */
  results: readonly ChartedResult[] | null;
  /** Null while the results are hidden. */
  outcome: {
    asOf?: Time;
    /** Null where it was never published. */
    denominator: number | null;
    unlistedShare: number | null;
  } | null;
}

export interface ChartedResult {
  rank: number;
  share: number;
  votes: number | null;
  isTied: boolean;
  interval: { low: number; high: number } | null;
  narrative: { slug: string; shortName: string };
}

/** What the lengths of bars stand for. */
export type Measure = 'share' | 'votes';

const wholeNumbers = new Intl.NumberFormat('en');
const count = (number: number): string => wholeNumbers.format(number);

export const percent = (share: number): string => `${share.toFixed(1)} %`;

/**
 * The chart of a survey's result: bars, or a notice where there is none to see. Shares stand in for votes
 * that were never counted here.
 */
export function resultChart(survey: ChartedSurvey, measure: Measure = 'share', hasHeading = true): BarChart {
  const { results, outcome } = survey;
  const hasCounts = results?.some(({ votes }) => votes !== null) ?? false;
  const showsVotes = measure === 'votes' && hasCounts;
  const notice = noticeOf(survey);
  const bars = notice === undefined ? barsOf(survey, showsVotes) : [];
  return {
    title: survey.title,
    plainTitle: survey.slug,
    question: survey.question,
    hasHeading,
    facts: notice === undefined ? factsOf(survey, hasCounts) : [],
    isSample: survey.isSample,
    bars,
    notice,
    notes: notesOf(bars, survey, showsVotes),
    least: showsVotes ? 1 : 100,
    unit: showsVotes ? '' : '%',
    source: 'Moon Awards',
    description:
      notice ?? descriptionOf(survey, showsVotes ? null : (outcome?.unlistedShare ?? null), showsVotes),
  };
}

/** Why the result cannot be seen; undefined where it can. A hidden result leaves no trace of its figures. */
function noticeOf({ status, results, opensAt, closesAt }: ChartedSurvey): string | undefined {
  if (status === 'CANCELLED') return 'This survey was called off, without a result.';
  if (status === 'DRAFT') return 'This survey is a draft.';
  if (status === 'SCHEDULED')
    return opensAt == null ? 'Voting has not opened yet.' : `Voting opens on ${timeOf(opensAt)}.`;
  if (results !== null) return undefined;
  return closesAt == null
    ? 'Voting is open. The result can be seen once it has closed.'
    : `Voting is open. The result can be seen after ${timeOf(closesAt)}.`;
}

function factsOf(
  { status, method, publishedAt, closesAt, outcome }: ChartedSurvey,
  hasCounts: boolean,
): string[] {
  const asOf = outcome?.asOf ?? null;
  const ballots = outcome?.denominator ?? 0;
  return [
    hasCounts
      ? `${ballots === 0 ? 'No votes yet.' : `Base: ${count(ballots)} ${ballots === 1 ? 'ballot' : 'ballots'}.`} ${methods[method]}`
      : 'Shares as published, counts unknown.',
    ...(status === 'OPEN' ? [asOf === null ? 'Live: voting is open.' : `Live, as of ${timeOf(asOf)}.`] : []),
    ...(status === 'CLOSED'
      ? [`Voting closed${closesAt == null ? '' : ` on ${dayOf(closesAt)}`}. Not published yet.`]
      : []),
    ...(status === 'PUBLISHED' && publishedAt != null ? [`Published on ${dayOf(publishedAt)}.`] : []),
  ];
}

const methods = {
  SINGLE_CHOICE: 'One choice each.',
  APPROVAL: 'Several choices each, so that shares may add up to more than 100 %.',
  RANKED_CHOICE:
    'Choices in order, counted by instant runoff: the votes of the last round in which each stood.',
} as const;

function barsOf({ results, outcome }: ChartedSurvey, showsVotes: boolean): Bar[] {
  const hasVotes = results?.some(({ share }) => share > 0) ?? false;
  const bars = (results ?? []).map(
    ({ rank, share, votes, isTied, interval, narrative }): Bar => ({
      label: narrative.shortName,
      plainLabel: narrative.slug,
      // Before the first vote all share the first rank, which says nothing.
      rank: hasVotes ? `${isTied ? '=' : ''}${rank}` : '',
      value: showsVotes ? (votes ?? 0) : share,
      valueText: showsVotes ? count(votes ?? 0) : percent(share),
      interval: showsVotes ? undefined : (interval ?? undefined),
      tone: rank === 1 && hasVotes ? 'first' : 'other',
    }),
  );
  const unlisted = outcome?.unlistedShare ?? 0;
  if (showsVotes || unlisted <= 0) return bars;
  return [
    ...bars,
    {
      label: 'Not listed',
      plainLabel: '',
      rank: '',
      value: unlisted,
      valueText: percent(unlisted),
      tone: 'rest',
    },
  ];
}

const notesOf = (bars: readonly Bar[], { isSample }: ChartedSurvey, showsVotes: boolean): string[] => [
  ...(isSample ? ['A sample to play with: these figures mean nothing.'] : []),
  ...(bars.some(({ rank }) => rank.startsWith('=')) ? ['=  Equal figures share a rank.'] : []),
  ...(!showsVotes && bars.some(({ interval }) => interval)
    ? [
        'Lines: 95 % interval, were the voters a random sample. They chose to take part, so it shows chance alone.',
      ]
    : []),
];

function descriptionOf(
  { results, isSample, status }: ChartedSurvey,
  unlisted: number | null,
  showsVotes: boolean,
): string {
  const places = (results ?? []).map(
    ({ rank, share, votes, isTied, narrative }) =>
      `${rank}. ${narrative.shortName}${isTied ? ' (tied)' : ''} ${showsVotes ? count(votes ?? 0) : percent(share)}`,
  );
  const hasVotes = results?.some(({ share }) => share > 0) ?? false;
  return [
    ...(isSample ? ['Sample.'] : []),
    ...(status === 'OPEN' ? ['Live.'] : []),
    hasVotes ? `Bar chart of the ranking: ${places.join(', ')}.` : 'No votes yet.',
    ...(unlisted !== null && unlisted > 0 ? [`${percent(unlisted)} not listed.`] : []),
  ].join(' ');
}
