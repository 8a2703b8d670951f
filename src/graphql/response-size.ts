import {
  type GraphQLError,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  isObjectType,
} from 'graphql';
import { failure } from './errors.ts';

/**
 * Measures the responses to one request while they are built, so that one beyond the limit is given up early. Until a
 * response is complete its text is counted in UTF-16 code units, each of which takes at least one byte.
 */
export class ResponseSize {
  readonly #limit: number;
  /** Bytes of the complete responses. */
  #complete = 0;
  /** Of the one that is being built. */
  #building = 0;

  /** `limit` in bytes; 0 for no limit. */
  constructor(limit: number) {
    this.#limit = limit === 0 ? Number.POSITIVE_INFINITY : limit;
  }

  get isExceeded(): boolean {
    return this.#complete + this.#building > this.#limit;
  }

  /** Counts a text of the response that is being built. Throws RESPONSE_TOO_LARGE above the limit. */
  add(length: number): void {
    this.#building += length;
    if (this.isExceeded) throw this.error();
  }

  /** Forgets the response that was being built. */
  restart(): void {
    this.#building = 0;
  }

  /** Counts a complete response, in bytes, unless it is too large; returns whether it was counted. */
  complete(bytes: number): boolean {
    this.#building = 0;
    if (this.#complete + bytes > this.#limit) return false;
    this.#complete += bytes;
    return true;
  }

  error(): GraphQLError {
    return failure(
      'RESPONSE_TOO_LARGE',
      `The response is larger than ${this.#limit.toLocaleString('en')} bytes. Ask for fewer entries or fewer long texts at once.`,
      { limit: this.#limit },
    );
  }
}

/** As the schema has them: what a resolver's context is, only its own code tells. */
type Resolve = GraphQLFieldResolver<unknown, unknown>;

/** What of the context is needed here. */
interface Counted {
  responseSize: ResponseSize;
}

interface CountingResolve extends Resolve {
  /** The field's own resolver, for callers that count by themselves. */
  counted: Resolve | undefined;
}

/** Lets the executor count the text of every scalar and enum that it resolves. Changes the schema in place. */
export function countResponseSize(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      if (isLeafType(getNamedType(field.type))) field.resolve = counting(field);
    }
  }
  return schema;
}

/** The resolver of a field without the counting; undefined for a property of the parent. */
export function ownResolver({ resolve }: GraphQLField<unknown, unknown>): Resolve | undefined {
  // Made by `counting` if it has the property.
  return resolve !== undefined && 'counted' in resolve ? (resolve as CountingResolve).counted : resolve;
}

function counting({ name, resolve: counted }: GraphQLField<unknown, unknown>): CountingResolve {
  // The parent of a field without a resolver is a row, whose columns have the fields' names.
  const own: Resolve = counted ?? ((parent) => (parent as Record<string, unknown>)[name]);
  const resolve: Resolve = (parent, args, context, info) => {
    const value = own(parent, args, context, info);
    // Every operation is executed with our context.
    (context as Counted).responseSize.add(String(info.path.key).length + lengthOf(value));
    return value;
  };
  return Object.assign(resolve, { counted });
}

/** Numbers, dates and the like are short. */
function lengthOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  return Array.isArray(value) ? value.reduce((sum: number, item) => sum + lengthOf(item), 0) : 1;
}
