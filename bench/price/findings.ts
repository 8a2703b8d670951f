import { whole } from '../numbers.ts';
import { budget, budgetOf, requestBound } from './bounds.ts';
import { type FieldResult, verdictOf } from './field-result.ts';
import type { HonestResult } from './honest-operations.ts';
import type { StreamResult } from './other-requests.ts';
import type { RequestResult } from './request-result.ts';

/** All measurements of a run. */
export interface Findings {
  /** Milliseconds of CPU of `{ __typename }`. */
  baseline: number;
  fields: FieldResult[];
  documents: RequestResult[];
  random: RequestResult[];
  others: RequestResult[];
  streams: StreamResult[];
  honest: HonestResult[];
}

/** A request of an anonymous client. */
export interface Spending {
  name: string;
  /** Milliseconds of CPU, and points after the refund. */
  cpu: number;
  points: number;
}

/** An anonymous client's open streams, and the seconds of a window. */
const streamsAtOnce = 20;
const windowSeconds = 60;

/** All measured requests of an anonymous client. */
export function anonymousRequests({ fields, documents, random, others }: Findings): Spending[] {
  const ofFields = fields
    .filter(({ isAnonymous, unreached }) => isAnonymous && unreached === undefined)
    .flatMap(({ coordinate, cold, fresh, points, freshPoints }) => [
      { name: coordinate, cpu: cold.median, points },
      { name: `${coordinate}, a new document`, cpu: fresh.median, points: freshPoints },
    ]);
  const ofRequests = (kind: string, results: readonly RequestResult[]) =>
    results.map(({ name, cpu, points }) => ({ name: `${kind}: ${name}`, cpu: cpu.median, points }));
  return [
    ...ofFields,
    ...ofRequests('new document', documents),
    ...ofRequests('random operation', random),
    ...ofRequests('other request', others),
  ];
}

/**
 * The requests with the milliseconds of CPU that a whole budget of points buys with each. Requests without a
 * price are left out: only the bound on a request applies.
 */
export function budgetWays(findings: Findings): (Spending & { milliseconds: number })[] {
  const requests = anonymousRequests(findings)
    .filter(({ points }) => points > 0)
    .map((one) => ({ ...one, milliseconds: budgetOf(one) }));
  const streams = findings.streams.map(({ name, points, opening, event }) => {
    const count = Math.min(streamsAtOnce, Math.floor(budget.points / Math.max(points, 1)));
    const cpu = opening + windowSeconds * event;
    return { name: `${count} streams for a minute: ${name}`, cpu, points, milliseconds: count * cpu };
  });
  return [...requests, ...streams].sort((left, right) => right.milliseconds - left.milliseconds);
}

export interface Bound {
  name: string;
  isMet: boolean;
  /** The measured value, as text. */
  found: string;
}

const ms = (milliseconds: number): string => `${milliseconds.toFixed(milliseconds < 10 ? 2 : 0)} ms`;

export function boundsOf(findings: Findings): Bound[] {
  const [slowest] = anonymousRequests(findings).sort((left, right) => right.cpu - left.cpu);
  const reached = findings.fields.filter(({ unreached }) => unreached === undefined);
  const failing = reached.filter((field) => verdictOf(field) !== 'PASS');
  const own = failing.filter((field) => verdictOf(field) === 'FAIL');
  const [worst] = budgetWays(findings);
  const refused = findings.honest.filter(({ isPassing }) => !isPassing);
  return [
    {
      name: `An anonymous request takes at most ${requestBound} ms of CPU`,
      isMet: slowest === undefined || slowest.cpu <= requestBound,
      found: slowest === undefined ? 'none' : `${ms(slowest.cpu)}: ${slowest.name}`,
    },
    {
      name: 'Every field takes at most 0.5 ms and 0.1 ms a point beyond `{ __typename }`',
      isMet: failing.length === 0,
      found: `${failing.length} of ${reached.length} fields take more, ${own.length} of them by themselves`,
    },
    {
      name: `${whole(budget.points)} points buy at most ${budget.milliseconds / 1_000} s of CPU`,
      isMet: worst === undefined || worst.milliseconds <= budget.milliseconds,
      found: worst === undefined ? 'none' : `${(worst.milliseconds / 1_000).toFixed(1)} s: ${worst.name}`,
    },
    {
      name: 'Honest operations pass, each in one request',
      isMet: refused.length === 0,
      found:
        refused.length === 0 ? 'all' : refused.map(({ name, outcome }) => `${name}: ${outcome}`).join('; '),
    },
  ];
}
