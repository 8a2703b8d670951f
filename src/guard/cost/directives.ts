import type { ConstDirectiveNode } from 'graphql';
import { valueFromASTUntyped } from 'graphql';
import { CEILING } from './amount.ts';

/** A schema element with the directives of its SDL definition and extensions. */
interface Annotated {
  readonly astNode?: DirectiveHolder | null;
  readonly extensionASTNodes?: readonly DirectiveHolder[];
}

interface DirectiveHolder {
  readonly directives?: readonly ConstDirectiveNode[];
}

/** `@listSize` of a field (section 8 of the specification). */
export interface ListSize {
  readonly assumedSize: number | undefined;
  /** Each is a path: an argument's name, then names of input fields inside it. */
  readonly slicingArguments: readonly (readonly string[])[];
  readonly sizedFields: readonly string[];
}

/** The weight of the element's `@cost`; undefined without one. Throws if it is not a decimal number. */
export function explicitWeight(element: Annotated, coordinate: string): number | undefined {
  const values = directiveArguments(element, 'cost');
  if (values === undefined) return undefined;
  const weight =
    typeof values.weight === 'string' && values.weight.trim() !== '' ? Number(values.weight) : NaN;
  if (!Number.isFinite(weight) || Math.abs(weight) > CEILING) {
    throw new Error(
      `@cost on ${coordinate}: the weight must be a decimal number, not ${JSON.stringify(values.weight)}.`,
    );
  }
  return weight;
}

/** The field's `@listSize`; undefined without one. Throws if `assumedSize` is negative. */
export function listSizeOf(field: Annotated, coordinate: string): ListSize | undefined {
  const values = directiveArguments(field, 'listSize');
  if (values === undefined) return undefined;
  const assumedSize = values.assumedSize ?? undefined;
  if (assumedSize !== undefined && !(typeof assumedSize === 'number' && assumedSize >= 0)) {
    throw new Error(`@listSize on ${coordinate}: assumedSize must be a number of at least 0.`);
  }
  return {
    assumedSize,
    slicingArguments: strings(values.slicingArguments).map((path) => path.split('.')),
    sizedFields: strings(values.sizedFields),
  };
}

function directiveArguments(element: Annotated, name: string): Record<string, unknown> | undefined {
  for (const holder of [element.astNode, ...(element.extensionASTNodes ?? [])]) {
    const directive = holder?.directives?.find((candidate) => candidate.name.value === name);
    if (directive) {
      return Object.fromEntries(
        (directive.arguments ?? []).map((argument) => [
          argument.name.value,
          valueFromASTUntyped(argument.value),
        ]),
      );
    }
  }
  return undefined;
}

// GraphQL coerces a single value to a list of one.
function strings(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((entry) => typeof entry === 'string');
}
