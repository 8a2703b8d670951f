import type { Variables } from './amount.ts';
import { anyHolds } from './condition.ts';
import type { PlannedBlock } from './plan.ts';

/**
 * Finds the coordinates of the fields that violate `requireOneSlicingArgument`, among those that the
 * variables select. Free for an operation in which no variables can cause a violation.
 */
export function slicingViolations(root: PlannedBlock): (variables: Variables) => string[] {
  const canBreak = reach(root, () => true).some((block) => block.fields.some((field) => field.breaksSlicing));
  if (!canBreak) return () => [];
  return (variables) => {
    const broken = new Set<string>();
    for (const { fields } of reach(root, (conditions) => anyHolds(conditions, variables))) {
      for (const { cost, conditions, breaksSlicing } of fields) {
        if (anyHolds(conditions, variables) && breaksSlicing?.(variables)) broken.add(cost.coordinate);
      }
    }
    return [...broken];
  };
}

function reach(
  root: PlannedBlock,
  isSelected: (conditions: PlannedBlock['fields'][number]['conditions']) => boolean,
) {
  const reached = new Set([root]);
  // A Set's iteration includes members that are added during it.
  for (const block of reached) {
    for (const field of block.fields) {
      if (isSelected(field.conditions)) for (const member of field.members) reached.add(member);
    }
  }
  return [...reached];
}
