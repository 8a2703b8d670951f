import {
  doTypesOverlap,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isIntrospectionType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';

/** A field on a route. */
export interface Step {
  parent: GraphQLCompositeType;
  field: GraphQLField<unknown, unknown>;
}

/** The steps from a root type to a field, which is the last step. */
export type Route = readonly [Step, ...Step[]];

export const coordinateOf = ({ parent, field }: Step): string => `${parent.name}.${field.name}`;

/** Every field of the schema, without those of introspection. */
export const everyField = (schema: GraphQLSchema): Step[] =>
  Object.values(schema.getTypeMap()).flatMap((type) =>
    (isObjectType(type) || isInterfaceType(type)) && !isIntrospectionType(type)
      ? Object.values(type.getFields()).map((field) => ({ parent: type, field }))
      : [],
  );

const maximumRoutes = 14;

export interface Routes {
  /**
   * Routes to the field: one through each field that returns its type, also through lists.
   */
  routesTo: (step: Step) => Route[];
}

export function routesOf(schema: GraphQLSchema): Routes {
  const steps = everyField(schema);
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].filter(
    (type) => type != null,
  );
  const isRoot = (type: GraphQLCompositeType) => roots.some((root) => root === type);
  const leadsTo = ({ field }: Step, type: GraphQLCompositeType): boolean => {
    const named = getNamedType(field.type);
    return isCompositeType(named) && (named === type || doTypesOverlap(schema, named, type));
  };

  // The shortest paths, from Query where possible, since the other roots need more than a document.
  // Interfaces and unions are narrowed only where no field returns the type itself.
  const shortest = new Map<GraphQLCompositeType, Step[][]>();
  const visit = (root: GraphQLCompositeType, isNarrowing: boolean) => {
    const targetsOf = (step: Step) =>
      composites(schema).filter(
        (type) =>
          !isRoot(type) && (isNarrowing ? leadsTo(step, type) : getNamedType(step.field.type) === type),
      );
    let ends: { type: GraphQLCompositeType; path: Step[] }[] = [{ type: root, path: [] }];
    while (ends.length > 0) {
      const next: typeof ends = [];
      for (const { type, path } of ends) {
        for (const step of steps.filter(({ parent }) => parent === type)) {
          for (const target of targetsOf(step)) {
            const longer = [...path, step];
            const known = shortest.get(target) ?? [];
            // The shortest route, and the shortest through a list.
            const isKnown = isNarrowing || known.some(hasList) || !hasList(longer);
            if (known.length > 0 && isKnown) continue;
            shortest.set(target, [...known, longer]);
            next.push({ type: target, path: longer });
          }
        }
      }
      ends = next;
    }
  };
  for (const root of roots) shortest.set(root, [[]]);
  for (const isNarrowing of [false, true]) for (const root of roots) visit(root, isNarrowing);

  const pathsTo = (type: GraphQLCompositeType): Step[][] => {
    if (isRoot(type)) return [[]];
    const edges = steps.filter((step) => leadsTo(step, type));
    return edges.flatMap((edge) => (shortest.get(edge.parent) ?? []).map((path) => [...path, edge]));
  };

  return {
    routesTo: (target) => {
      const { parent } = target;
      const paths = pathsTo(parent).flatMap((path) => {
        const last = path.at(-1);
        // A page may belong to several lists: each gets its own route.
        if (last === undefined || !isPart(last.parent)) return [path];
        return pathsTo(last.parent).map((before) => [...before, last]);
      });
      const unlike = new Map(paths.map((path) => [path.map(coordinateOf).join(' '), path]));
      return [...unlike.values()]
        .sort(
          (left, right) => Number(isIndirect(left)) - Number(isIndirect(right)) || left.length - right.length,
        )
        .slice(0, maximumRoutes)
        .map((path) => withLast(path, target));
    },
  };
}

const withLast = ([first, ...others]: readonly Step[], last: Step): Route =>
  first === undefined ? [last] : [first, ...others, last];

const isIndirect = ([first]: readonly Step[]): boolean =>
  first !== undefined && first.parent.name !== 'Query';

/** By Relay's naming convention. */
const isPart = ({ name }: GraphQLCompositeType): boolean => /(Connection|Edge)$/.test(name);

const composites = (schema: GraphQLSchema): GraphQLCompositeType[] =>
  Object.values(schema.getTypeMap()).filter(
    (type) => isCompositeType(type) && !isIntrospectionType(type),
  ) as GraphQLCompositeType[];

const hasList = (path: readonly Step[]): boolean => path.some(({ field }) => isList(field));

const isList = ({ type }: GraphQLField<unknown, unknown>): boolean =>
  isListType(isNonNullType(type) ? type.ofType : type);
