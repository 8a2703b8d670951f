import type { DirectiveNode } from 'graphql';
import { Kind } from 'graphql';
import type { Variables } from './amount.ts';

/**
 * The `@skip` and `@include` conditions of a selection; it is included unless one of the exclusions applies.
 */
export interface Condition {
  /** Equal for equal conditions. */
  readonly key: string;
  readonly exclusions: readonly Exclusion[];
}

interface Exclusion {
  readonly variable: string;
  readonly excludedBy: boolean;
}

export const ALWAYS: Condition = { key: '', exclusions: [] };

/** Reads `@skip` and `@include`; undefined when a literal excludes the selection. */
export function conditionOf(directives: readonly DirectiveNode[] | undefined): Condition | undefined {
  const exclusions: Exclusion[] = [];
  for (const directive of directives ?? []) {
    const name = directive.name.value;
    if (name !== 'skip' && name !== 'include') continue;
    const value = directive.arguments?.find((argument) => argument.name.value === 'if')?.value;
    const excludedBy = name === 'skip';
    if (value?.kind === Kind.BOOLEAN && value.value === excludedBy) return undefined;
    if (value?.kind === Kind.VARIABLE) exclusions.push({ variable: value.name.value, excludedBy });
  }
  return exclusions.length === 0 ? ALWAYS : condition(exclusions);
}

export function both(a: Condition, b: Condition): Condition {
  if (a === ALWAYS) return b;
  if (b === ALWAYS) return a;
  return condition([...a.exclusions, ...b.exclusions]);
}

export function holds({ exclusions }: Condition, variables: Variables): boolean {
  for (const { variable, excludedBy } of exclusions) if (variables[variable] === excludedBy) return false;
  return true;
}

/** Whether any condition holds; an empty list always holds. */
export function anyHolds(conditions: readonly Condition[], variables: Variables): boolean {
  if (conditions.length === 0) return true;
  for (const each of conditions) if (holds(each, variables)) return true;
  return false;
}

function condition(exclusions: readonly Exclusion[]): Condition {
  const byKey = new Map(exclusions.map((each) => [`${each.excludedBy ? '!' : ''}${each.variable}`, each]));
  const keys = [...byKey.keys()].sort();
  return { key: keys.join('&'), exclusions: [...byKey.values()] };
}
