import type { GraphQLField, GraphQLInputType } from 'graphql';
import {
  getNamedType,
  getNullableType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isObjectType,
  isUnionType,
} from 'graphql';
import type { ListSize } from './directives.ts';

/**
 * Checks a `@listSize` by sections 9.2.1 to 9.2.3 of the specification; throws an error that names the
 * coordinate. One extension: a slicing argument may also be a list, which counts by its length, or a
 * path into an input object.
 */
export function checkListSize(
  field: GraphQLField<unknown, unknown>,
  rule: ListSize,
  coordinate: string,
): void {
  const refuse = (reason: string) => {
    throw new Error(`@listSize on ${coordinate}: ${reason}`);
  };
  if (rule.sizedFields.length === 0 && !isList(field.type)) {
    refuse('the field must return a list, or sizedFields must name the lists.');
  }
  const target = getNamedType(field.type);
  for (const name of rule.sizedFields) {
    if (isUnionType(target)) break;
    const sized = isObjectType(target) || isInterfaceType(target) ? target.getFields()[name] : undefined;
    if (!sized || !isList(sized.type)) refuse(`${target.name}.${name} must be a list to be a sized field.`);
  }
  for (const path of rule.slicingArguments) {
    const type = path.reduce<GraphQLInputType | undefined>(
      (at, name, index) => (index === 0 ? argumentType(field, name) : inputFieldType(at, name)),
      undefined,
    );
    if (!type || !(isList(type) || getNamedType(type).name === 'Int')) {
      refuse(`the slicing argument ${path.join('.')} must exist and be an Int or a list.`);
    }
  }
}

function argumentType(field: GraphQLField<unknown, unknown>, name: string): GraphQLInputType | undefined {
  return field.args.find((argument) => argument.name === name)?.type;
}

function inputFieldType(type: GraphQLInputType | undefined, name: string): GraphQLInputType | undefined {
  const input = type && getNullableType(type);
  return isInputObjectType(input) ? input.getFields()[name]?.type : undefined;
}

function isList(type: Parameters<typeof getNullableType>[0]): boolean {
  return isListType(getNullableType(type));
}
