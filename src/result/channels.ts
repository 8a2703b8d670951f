import type { VoteRow } from '../db/tables/vote.ts';
import { talliedShare } from './share.ts';
import type { SurveyResult } from './survey-result.ts';

/** How many of some votes came in by one channel. */
export interface ChannelVotes {
  channel: VoteRow['channel'];
  votes: number;
  /** Percent, rounded half up to one decimal. */
  share: number;
}

/** Votes of which some were imported. */
interface Counted {
  votes: number;
  imported: number;
}

const byChannel = (
  { votes, imported }: Counted,
  bases: Record<VoteRow['channel'], number>,
): ChannelVotes[] => [
  { channel: 'API', votes: votes - imported, share: talliedShare(votes - imported, bases.API) },
  { channel: 'IMPORT', votes: imported, share: talliedShare(imported, bases.IMPORT) },
];

/** An option's votes by channel, each with its share of the channel's ballots; null without counts. */
export function channelsOfResult({
  votes,
  imported,
  base,
}: Pick<SurveyResult, 'votes' | 'imported' | 'base'>): ChannelVotes[] | null {
  if (votes === null || imported === null || base === null) return null;
  return byChannel({ votes, imported }, { API: base.votes - base.imported, IMPORT: base.imported });
}

/** The ballots by channel, each with its share of all ballots; null without counts. */
export const channelsOfBallots = (base: Counted | null): ChannelVotes[] | null =>
  base && byChannel(base, { API: base.votes, IMPORT: base.votes });
