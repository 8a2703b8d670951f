import { GraphQLError, type GraphQLScalarInputValueCoercer, GraphQLScalarType, Kind, print } from 'graphql';
import { GraphQLDateTime } from 'graphql-scalars';

const config = GraphQLDateTime.toConfig();

const notDateTime = (value: string): GraphQLError =>
  new GraphQLError(
    `${value} is not a time of RFC 3339 with its zone, such as \`2024-03-01T12:00:00.000Z\`. Send date, time and zone in this form.`,
  );

const fromValue: GraphQLScalarInputValueCoercer<Date> = (value) => {
  try {
    return GraphQLDateTime.parseValue(value);
  } catch {
    throw notDateTime(JSON.stringify(value));
  }
};

/** The library's scalar, with errors that state the form. */
export const DateTime = new GraphQLScalarType<Date, Date>({
  ...config,
  // graphql-js reads the one or the other.
  parseValue: fromValue,
  coerceInputValue: fromValue,
  parseLiteral: (node, variables) => {
    try {
      return GraphQLDateTime.parseLiteral(node, variables);
    } catch {
      throw notDateTime(node.kind === Kind.STRING ? JSON.stringify(node.value) : print(node));
    }
  },
});
