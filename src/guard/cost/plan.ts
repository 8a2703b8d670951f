import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLObjectType,
  NamedTypeNode,
  SelectionSetNode,
} from 'graphql';
import { isAbstractType, Kind } from 'graphql';
import type { Amount } from './amount.ts';
import type { Condition } from './condition.ts';
import { ALWAYS, both, conditionOf } from './condition.ts';
import type { CostModel, FieldCost } from './cost-model.ts';
import { concreteTypes } from './cost-model.ts';
import { fieldCharge, givenArguments } from './field-charge.ts';
import { listBound } from './list-size.ts';

/**
 * The selections of an operation on one concrete type, merged as in execution. Blocks
 * are shared and form a graph.
 */
export interface PlannedBlock {
  readonly type: GraphQLObjectType;
  readonly weight: number;
  readonly fields: PlannedField[];
  /** A response key of `__typename`, if it is selected. */
  typenameKey: string | undefined;
}

/** One response key of a block. */
export interface PlannedField {
  readonly key: string;
  readonly cost: FieldCost;
  /** The field is selected when any of these holds, or when the list is empty. */
  readonly conditions: readonly Condition[];
  readonly charge: Amount;
  /** The maximum number of entries at each level of its lists; 1 if it is not a list. */
  readonly size: Amount;
  /** The weight of each value of a scalar or an enum. */
  readonly leafWeight: number;
  /** The selections on each concrete type that a value can have. */
  readonly members: readonly PlannedBlock[];
}

/** The operation exceeds a limit of the compiler. */
export class DocumentTooComplexError extends Error {
  override readonly name = 'DocumentTooComplexError';
  readonly measure: 'visits' | 'depth';
  readonly limit: number;

  constructor(measure: 'visits' | 'depth', limit: number) {
    const what = measure === 'visits' ? 'selections, counted where they are spread' : 'levels of nesting';
    super(`The operation has more than ${limit} ${what}. Ask for less at once.`);
    this.measure = measure;
    this.limit = limit;
  }
}

export interface Plan {
  readonly root: PlannedBlock;
  /** Selections that were visited. */
  readonly visits: number;
}

/** A selection set of a block, and the condition of its spread. */
interface Source {
  readonly selectionSet: SelectionSetNode;
  readonly condition: Condition;
}

interface Occurrence {
  readonly node: FieldNode;
  readonly condition: Condition;
}

/** The list size that a field with `sizedFields` gives to those lists of its return type. */
interface InheritedSizes {
  readonly key: string;
  readonly fields: readonly string[];
  readonly size: Amount;
}

/**
 * Plans an operation on its root type. A block is planned once per concrete type and set of selection sets,
 * so nested fragment spreads do not multiply the work. Field merging still can; the model's limits stop it
 * with DocumentTooComplexError.
 */
export function planOperation(
  model: CostModel,
  rootType: GraphQLObjectType,
  selectionSet: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): Plan {
  const { schema, limits } = model;
  const blocks = new Map<string, PlannedBlock>();
  const numbers = new Map<object, number>();
  let visits = 0;

  const root = planBlock(rootType, [{ selectionSet, condition: ALWAYS }], undefined, 0);
  return { root, visits };

  function planBlock(
    type: GraphQLObjectType,
    sources: readonly Source[],
    inherited: InheritedSizes | undefined,
    depth: number,
  ): PlannedBlock {
    const key = `${type.name}|${inherited?.key ?? ''}|${sources.map(sourceKey).join()}`;
    const known = blocks.get(key);
    if (known) return known;
    const block: PlannedBlock = {
      type,
      weight: model.typeWeight(type),
      fields: [],
      typenameKey: undefined,
    };
    // Stored before it is filled, so that a cycle of fragments terminates.
    blocks.set(key, block);
    for (const [responseKey, occurrences] of collectFields(type, sources, depth)) {
      const field = planField(type, responseKey, occurrences, inherited, depth + 1);
      if (field) block.fields.push(field);
    }
    const typenames = block.fields.filter(({ cost }) => cost.name === '__typename');
    block.typenameKey = (typenames.find(({ conditions }) => conditions.length === 0) ?? typenames[0])?.key;
    return block;
  }

  function planField(
    type: GraphQLObjectType,
    key: string,
    occurrences: readonly [Occurrence, ...Occurrence[]],
    inherited: InheritedSizes | undefined,
    depth: number,
  ): PlannedField | undefined {
    // Validation ensures that the occurrences of a response key have the same field and arguments.
    const nodes = occurrences.map((occurrence) => occurrence.node);
    const [{ node }] = occurrences;
    const cost = model.field(type, node.name.value);
    if (!cost) return undefined;
    const given = givenArguments(node.arguments);
    const rule = cost.listSize;
    const bound = rule && listBound(rule, cost.inputs, given, limits.unboundedListSize);
    const isSizing = rule !== undefined && rule.sizedFields.length > 0;
    const sizesBelow =
      isSizing && bound !== undefined
        ? { key: `${type.name}.${numberOf(node)}`, fields: rule.sizedFields, size: bound }
        : undefined;
    const inheritedSize = inherited?.fields.includes(cost.name) ? inherited.size : undefined;
    const ownSize = isSizing ? undefined : bound;
    const conditions = distinctConditions(occurrences);
    const sources = sourcesOf(occurrences, conditions);
    const members = concreteTypes(schema, cost.type);
    return {
      key,
      cost,
      conditions,
      charge: fieldCharge(model, cost, nodes, given),
      size: cost.listDepth === 0 ? 1 : (inheritedSize ?? ownSize ?? limits.unboundedListSize),
      leafWeight: members.length === 0 ? model.typeWeight(cost.type) : 0,
      members: members.map((member) => planBlock(member, sources, sizesBelow, depth)),
    };
  }

  /**
   * Collects the fields that apply to a concrete type by response key, visiting each
   * fragment once per condition.
   */
  function collectFields(
    type: GraphQLObjectType,
    sources: readonly Source[],
    depth: number,
  ): Map<string, [Occurrence, ...Occurrence[]]> {
    const groups = new Map<string, [Occurrence, ...Occurrence[]]>();
    const spread = new Set<string>();
    for (const { selectionSet, condition } of sources) collect(selectionSet, condition, depth);
    return groups;

    function collect({ selections }: SelectionSetNode, outer: Condition, level: number): void {
      if (level > limits.maxDepth) throw new DocumentTooComplexError('depth', limits.maxDepth);
      for (const selection of selections) {
        if (++visits > limits.maxVisits) throw new DocumentTooComplexError('visits', limits.maxVisits);
        const own = conditionOf(selection.directives);
        if (!own) continue;
        const condition = both(outer, own);
        if (selection.kind === Kind.FIELD) {
          const key = (selection.alias ?? selection.name).value;
          const group = groups.get(key);
          if (group) group.push({ node: selection, condition });
          else groups.set(key, [{ node: selection, condition }]);
        } else if (selection.kind === Kind.INLINE_FRAGMENT) {
          if (applies(selection.typeCondition, type)) collect(selection.selectionSet, condition, level + 1);
        } else {
          const name = selection.name.value;
          const fragment = fragments.get(name);
          if (!fragment || spread.has(`${name}?`) || spread.has(`${name}?${condition.key}`)) continue;
          spread.add(`${name}?${condition.key}`);
          if (applies(fragment.typeCondition, type)) collect(fragment.selectionSet, condition, level + 1);
        }
      }
    }
  }

  function applies(typeCondition: NamedTypeNode | undefined, type: GraphQLObjectType): boolean {
    if (typeCondition === undefined || typeCondition.name.value === type.name) return true;
    const conditional = schema.getType(typeCondition.name.value);
    return isAbstractType(conditional) && schema.isSubType(conditional, type);
  }

  /** The selection sets of a field. A condition is dropped where the field's own condition implies it. */
  function sourcesOf(occurrences: readonly Occurrence[], conditions: readonly Condition[]): Source[] {
    const sources = new Map<string, Source>();
    for (const { node, condition } of occurrences) {
      if (!node.selectionSet) continue;
      const left = conditions.length === 1 ? ALWAYS : condition;
      const source = { selectionSet: node.selectionSet, condition: left };
      sources.set(sourceKey(source), source);
    }
    return [...sources.values()];
  }

  function sourceKey({ selectionSet, condition }: Source): string {
    return `${numberOf(selectionSet)}?${condition.key}`;
  }

  function numberOf(node: object): number {
    const number = numbers.get(node) ?? numbers.size;
    numbers.set(node, number);
    return number;
  }
}

function distinctConditions(occurrences: readonly Occurrence[]): Condition[] {
  if (occurrences.some(({ condition }) => condition === ALWAYS)) return [];
  return [...new Map(occurrences.map(({ condition }) => [condition.key, condition])).values()];
}
