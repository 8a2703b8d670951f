import { existsSync } from 'node:fs';
import { skipUnless } from './skip-unless.ts';

/** The ballots of the Minneapolis mayoral election of 2017, which are beside the checkout. */
export const ballotsOf2017 = new URL('../../../shared/data/minneapolis-mayor-2017.csv.gz', import.meta.url);

/** Without them, tests that count them are skipped. */
export const hasBallots = skipUnless(
  existsSync(ballotsOf2017),
  'the ballots of Minneapolis are not beside this checkout',
);
