import type { SurveyRow } from '../db/tables/survey.ts';
import type { BallotRefusal } from './refusal.ts';

/** What a ballot is checked against. */
export interface BallotRules extends Pick<SurveyRow, 'slug' | 'method' | 'maxChoices'> {
  /** The ids of the options by slug. */
  options: ReadonlyMap<string, number>;
}

/**
 * The narratives' ids that a ballot names, or why it cannot be counted. The triggers of the log hold the
 * same rules; here they get names. Approvals are sorted: their order says nothing.
 */
export function ballot(rules: BallotRules, choices: readonly string[]): number[] | BallotRefusal {
  const { slug, method, maxChoices, options } = rules;
  if (choices.length === 0) {
    return {
      code: 'TOO_FEW_CHOICES',
      message: `No choice is given; name ${maxChoices === 1 ? 'one option' : `1 to ${maxChoices} options`} of the survey \`${slug}\`.`,
      path: ['choices'],
    };
  }
  if (choices.length > maxChoices) {
    return {
      code: 'TOO_MANY_CHOICES',
      message: `${choices.length} choices are given; the survey \`${slug}\` takes at most ${maxChoices}. Name fewer.`,
      path: ['choices'],
    };
  }
  const ids: number[] = [];
  for (const [index, choice] of choices.entries()) {
    const id = options.get(choice);
    if (id === undefined) {
      return {
        code: 'UNKNOWN_CHOICE',
        message: `\`${choice}\` is not an option of the survey \`${slug}\`; its \`options\` list the slugs that are.`,
        path: ['choices', String(index)],
      };
    }
    if (ids.includes(id)) {
      return {
        code: 'DUPLICATE_CHOICE',
        message: `\`${choice}\` is named twice; name each option once.`,
        path: ['choices', String(index)],
      };
    }
    ids.push(id);
  }
  return method === 'RANKED_CHOICE' ? ids : ids.sort((left, right) => left - right);
}
