import type { Variables } from './amount.ts';
import { anyHolds } from './condition.ts';
import type { PlannedBlock } from './plan.ts';

/**
 * Finds the fields that break `requireOneSlicingArgument`, by coordinate, among those that the variables select. An
 * operation in which no field can break it pays nothing for the question.
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
  // A set iterates over what is added to it on the way.
  for (const block of reached) {
    for (const field of block.fields) {
      if (isSelected(field.conditions)) for (const member of field.members) reached.add(member);
    }
  }
  return [...reached];
}
