import { median } from '../median.ts';
import { type Quartiles, quartilesOf } from '../quartiles.ts';
import type { Exchange } from './measured-server.ts';

/** The measurements of a kind of request. Each request differs from the others. */
export interface RequestResult {
  name: string;
  /** `accepted`, the status, or the code of the error. */
  outcome: string;
  /** Milliseconds of CPU. */
  cpu: Quartiles;
  /** After the refund; 0 when nothing is charged. */
  points: number;
  bytes: number;
  /** Megabytes. */
  peak: number;
}

export function requestResult(name: string, exchanges: readonly Exchange[]): RequestResult {
  const [first] = exchanges;
  return {
    name,
    outcome: outcomeOf(first),
    cpu: quartilesOf(exchanges.map(({ cpu }) => cpu)),
    points: median(exchanges.map(({ points }) => points ?? 0)),
    bytes: first?.bytes ?? 0,
    peak: Math.max(...exchanges.map(({ peak }) => peak)),
  };
}

function outcomeOf(exchange: Exchange | undefined): string {
  if (exchange === undefined) return 'not sent';
  const code = /"code":"([A-Z_]+)"/.exec(exchange.text.slice(0, 100_000))?.[1];
  return exchange.text.includes('"errors":') && code !== undefined
    ? code
    : exchange.status === 200
      ? 'accepted'
      : String(exchange.status);
}
