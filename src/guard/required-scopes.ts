import { type ConstDirectiveNode, valueFromASTUntyped } from 'graphql';
import { isScope, type Scope } from '../access/scope.ts';

/** A field or type with the directives of its SDL definition and extensions. */
interface Annotated {
  readonly astNode?: { readonly directives?: readonly ConstDirectiveNode[] } | null;
  readonly extensionASTNodes?: readonly { readonly directives?: readonly ConstDirectiveNode[] }[];
}

/** `@requiresScopes` on `coordinate` is invalid or would guard nothing. */
export class ScopeDirectiveError extends Error {
  override name = 'ScopeDirectiveError';

  constructor(coordinate: string, fault: string) {
    super(`@requiresScopes on ${coordinate} ${fault}.`);
  }
}

/**
 * The scopes that `@requiresScopes` requires on this element; undefined without it.
 * Throws ScopeDirectiveError.
 */
export function requiredScopes(element: Annotated, coordinate: string): Scope[][] | undefined {
  const directive = [element.astNode, ...(element.extensionASTNodes ?? [])]
    .flatMap((node) => node?.directives ?? [])
    .find(({ name }) => name.value === 'requiresScopes');
  if (directive === undefined) return undefined;
  const value = directive.arguments?.find(({ name }) => name.value === 'scopes')?.value;
  // GraphQL coerces a single value to a list of one.
  const alternatives = listOf(value && valueFromASTUntyped(value)).map(listOf);
  if (alternatives.length === 0 || alternatives.some((all) => all.length === 0)) {
    throw new ScopeDirectiveError(coordinate, 'allows everyone: each list must name a scope');
  }
  return alternatives.map((all) => all.map((name) => scopeNamed(name, coordinate)));
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : value == null ? [] : [value]);

function scopeNamed(name: unknown, coordinate: string): Scope {
  if (typeof name === 'string' && isScope(name)) return name;
  throw new ScopeDirectiveError(coordinate, `names ${JSON.stringify(name)}, which is not a scope`);
}
