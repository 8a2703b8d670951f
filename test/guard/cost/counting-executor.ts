import type {
  ConstDirectiveNode,
  DocumentNode,
  GraphQLFieldResolver,
  GraphQLNamedOutputType,
  GraphQLOutputType,
  GraphQLSchema,
  InputValueDefinitionNode,
} from 'graphql';
import {
  execute,
  isAbstractType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
} from 'graphql';

type Values = Readonly<Record<string, unknown>>;
type Directives = readonly ConstDirectiveNode[] | undefined;

/**
 * Executes a query on random data within the schema's list sizes and counts every resolver call and returned
 * value by concrete type. Written from the specification, independently of `guard/cost`.
 */
export function executeAndCount(
  schema: GraphQLSchema,
  document: DocumentNode,
  variableValues: Values,
  random: () => number,
) {
  let counted = 0;

  const fieldResolver: GraphQLFieldResolver<{ size: number }, unknown, Values> = (parent, args, _, info) => {
    const field = info.parentType.getFields()[info.fieldName]?.astNode;
    const own = weightOf(field?.directives) ?? 0;
    counted += Math.max(0, own + inputWeights(field?.arguments, args));
    return randomValue(info.returnType, sizeOf(field?.directives, args) ?? parent.size);
  };

  const root = schema.getQueryType();
  if (root) countValue(root);
  const result = execute({ schema, document, variableValues, fieldResolver, rootValue: { size: 0 } });
  if ('then' in result) throw new Error('The resolvers must be synchronous.');
  if (result.errors) throw new Error(`The operation failed: ${result.errors[0]}`);
  return { data: result.data, counted };

  function randomValue(type: GraphQLOutputType, size: number): unknown {
    if (isNonNullType(type)) return randomValue(type.ofType, size);
    if (random() < 0.1) return null;
    if (isListType(type)) {
      const length = random() < 0.4 ? size : Math.floor(random() * size);
      return Array.from({ length }, () => randomValue(type.ofType, size));
    }
    const members = isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
    const concrete = members[Math.floor(random() * members.length)] ?? type;
    countValue(concrete);
    // `size` is for the lists of the object that the field's `sizedFields` name.
    if (isObjectType(concrete)) return { __typename: concrete.name, size };
    return isEnumType(concrete) ? concrete.getValues()[0]?.name : 1;
  }

  function countValue(type: GraphQLNamedOutputType): void {
    // A negative weight of a type counts as 0, as in `typeWeights`; the specification does not say so.
    counted += Math.max(0, weightOf(type.astNode?.directives) ?? (isLeafType(type) ? 0 : 1));
  }

  function inputWeights(inputs: readonly InputValueDefinitionNode[] | undefined, values: Values): number {
    let sum = 0;
    for (const input of inputs ?? []) {
      const value = values[input.name.value];
      const fields = inputFields(input);
      const weight = weightOf(input.directives) ?? 0;
      if (value === null) sum += Math.max(0, weight);
      if (value === undefined || value === null) continue;
      sum += weight;
      // An input with fields is an input object, so the elements are records.
      const elements = fields ? ([value].flat(9) as (Values | null)[]) : [];
      for (const element of elements) sum += element ? inputWeights(fields, element) : 0;
    }
    return sum;
  }

  function inputFields(input: InputValueDefinitionNode): readonly InputValueDefinitionNode[] | undefined {
    let node = input.type;
    while (node.kind !== Kind.NAMED_TYPE) node = node.type;
    const definition = schema.getType(node.name.value)?.astNode;
    return definition?.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION ? definition.fields : undefined;
  }
}

function weightOf(directives: Directives): number | undefined {
  const [weight] = directiveStrings(directives, 'cost', 'weight');
  return weight === undefined ? undefined : Number(weight);
}

/** The size by the field's own `@listSize`; 2 for a list without a bound. */
function sizeOf(directives: Directives, args: Values): number | undefined {
  if (!directives?.some((directive) => directive.name.value === 'listSize')) return undefined;
  const sizes = directiveStrings(directives, 'listSize', 'slicingArguments').flatMap((path) => {
    // A path through input objects, of which any may be absent.
    const value = path
      .split('.')
      .reduce<unknown>((at, name) => (at as Values | null | undefined)?.[name], args);
    if (Array.isArray(value)) return [value.length];
    return typeof value === 'number' && value >= 0 ? [value] : [];
  });
  const [assumed] = directiveStrings(directives, 'listSize', 'assumedSize');
  return sizes.length > 0 ? Math.max(...sizes) : Number(assumed ?? 2);
}

function directiveStrings(directives: Directives, name: string, argument: string): string[] {
  const node = directives?.find((directive) => directive.name.value === name);
  const value = node?.arguments?.find((candidate) => candidate.name.value === argument)?.value;
  const values = value?.kind === Kind.LIST ? value.values : value ? [value] : [];
  return values.flatMap((each) => ('value' in each ? [String(each.value)] : []));
}
