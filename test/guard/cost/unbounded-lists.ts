import type { GraphQLObjectType, GraphQLSchema } from 'graphql';
import { isIntrospectionType, isObjectType } from 'graphql';
import type { FieldCost } from '../../../src/guard/cost/cost-model.ts';
import { concreteTypes, costModel } from '../../../src/guard/cost/cost-model.ts';

/**
 * The coordinates of all lists without a bound: no `@listSize` of their own or of an interface, and not in
 * the `sizedFields` of every field that returns their type. Such a list has the maximum price.
 */
export function unboundedLists(schema: GraphQLSchema): string[] {
  const model = costModel(schema);
  const types = Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter((type) => !isIntrospectionType(type));
  const fieldsOf = (type: GraphQLObjectType) =>
    Object.keys(type.getFields()).flatMap((name) => model.field(type, name) ?? []);
  const everyField = types.flatMap(fieldsOf);

  return types.flatMap((type) => {
    const parents = everyField.filter((field) => concreteTypes(schema, field.type).includes(type));
    const isSizedByParents = ({ name }: FieldCost) =>
      parents.length > 0 && parents.every((parent) => parent.listSize?.sizedFields.includes(name));
    return fieldsOf(type)
      .filter((field) => field.listDepth > 0 && !sizesItself(field) && !isSizedByParents(field))
      .map((field) => field.coordinate);
  });
}

function sizesItself({ listSize }: FieldCost): boolean {
  return listSize !== undefined && listSize.sizedFields.length === 0;
}
