import { describe, expect, test } from 'vitest';
import { type ChartedSurvey, resultChart } from '../../src/result/result-chart.ts';

const result = (slug: string, rank: number, share: number, votes: number | null, isTied = false) => ({
  rank,
  share,
  votes,
  isTied,
  interval: votes === null ? null : { low: share / 2, high: share * 2 },
  narrative: { slug, shortName: slug.toUpperCase() },
});

const survey: ChartedSurvey = {
  slug: 'best',
  title: 'The best',
  question: 'Which?',
  status: 'PUBLISHED',
  method: 'SINGLE_CHOICE',
  isSample: false,
  publishedAt: Date.UTC(2026, 2, 1),
  results: [result('a', 1, 60, 6), result('b', 2, 20, 2, true), result('c', 2, 20, 2, true)],
  outcome: { asOf: Date.UTC(2026, 1, 28, 14, 5), denominator: 10, unlistedShare: 0 },
};

const reported: ChartedSurvey = {
  ...survey,
  publishedAt: null,
  results: [result('a', 1, 60.2, null), result('b', 2, 30, null)],
  outcome: { asOf: null, denominator: null, unlistedShare: 9.8 },
};

const labels = (chart: ReturnType<typeof resultChart>) =>
  chart.bars.map(({ rank, label, valueText }) => `${rank} ${label} ${valueText}`.trim());

describe('the chart of a result', () => {
  test('has the base, the date, ties marked, and intervals where there are counts', () => {
    const chart = resultChart(survey);
    expect(labels(chart)).toEqual(['1 A 60.0 %', '=2 B 20.0 %', '=2 C 20.0 %']);
    expect(chart.facts).toEqual(['Base: 10 ballots. One choice each.', 'Published on 1 March 2026.']);
    expect(chart.notes).toEqual([
      '=  Equal figures share a rank.',
      expect.stringMatching(/^Lines: 95 % interval, were the voters a random sample/),
    ]);
    expect(chart.bars[0]?.interval).toEqual({ low: 30, high: 120 });
    expect(chart.description).toBe(
      'Bar chart of the ranking: 1. A 60.0 %, 2. B (tied) 20.0 %, 2. C (tied) 20.0 %.',
    );
  });

  test('says that counts are unknown, and has what is not listed as a bar of its own', () => {
    const chart = resultChart(reported);
    expect(chart.facts).toEqual(['Shares as published, counts unknown.']);
    expect(labels(chart)).toEqual(['1 A 60.2 %', '2 B 30.0 %', 'Not listed 9.8 %']);
    expect(chart.bars.at(-1)?.tone).toBe('rest');
    expect(chart.bars.every(({ interval }) => interval === undefined)).toBe(true);
    expect(chart.description).toMatch(/9\.8 % not listed\.$/);
  });

  test('shows votes where they were counted, and shares where they were not', () => {
    expect(labels(resultChart(survey, 'votes'))).toEqual(['1 A 6', '=2 B 2', '=2 C 2']);
    expect(resultChart(survey, 'votes').bars.every(({ interval }) => interval === undefined)).toBe(true);
    expect(resultChart(reported, 'votes')).toEqual(resultChart(reported));
  });

  test('ranks nothing before the first vote', () => {
    const chart = resultChart({
      ...survey,
      status: 'OPEN',
      results: [result('a', 1, 0, 0, true), result('b', 1, 0, 0, true)].map((one) => ({
        ...one,
        interval: null,
      })),
      outcome: { asOf: null, denominator: 0, unlistedShare: 0 },
    });
    expect(labels(chart)).toEqual(['A 0.0 %', 'B 0.0 %']);
    expect(chart.facts).toEqual(['No votes yet. One choice each.', 'Live: voting is open.']);
    expect(chart.bars.map(({ tone }) => tone)).toEqual(['other', 'other']);
    expect(chart.description).toBe('Live. No votes yet.');
  });

  test('says as of when a running result is, and that a sample is one', () => {
    const chart = resultChart({ ...survey, status: 'OPEN', isSample: true });
    expect(chart.facts).toContain('Live, as of 28 February 2026, 14:05 UTC.');
    expect([chart.isSample, chart.notes[0]]).toEqual([
      true,
      'A sample to play with: these figures mean nothing.',
    ]);
    expect(chart.description).toMatch(/^Sample\. Live\. /);
  });

  test.each([
    [
      { status: 'OPEN' as const, results: null, outcome: null, closesAt: Date.UTC(2026, 3, 1) },
      'Voting is open. The result can be seen after 1 April 2026, 00:00 UTC.',
    ],
    [
      { status: 'OPEN' as const, results: null, outcome: null },
      'Voting is open. The result can be seen once it has closed.',
    ],
    [
      { status: 'SCHEDULED' as const, opensAt: '2026-04-01T12:00:00.000Z' },
      'Voting opens on 1 April 2026, 12:00 UTC.',
    ],
    [{ status: 'CANCELLED' as const }, 'This survey was called off, without a result.'],
  ])('is a notice where the result cannot be seen: %o', (changes, notice) => {
    expect(resultChart({ ...survey, ...changes })).toMatchObject({
      bars: [],
      facts: [],
      notice,
      description: notice,
    });
  });
});
