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
 * Measures the responses to one request while they are built, so that execution stops early at the limit.
 * Until a response is complete its strings count in UTF-16 code units, each of which is at least one byte.
 */
export class ResponseSize {
  readonly #limit: number;
  /** Bytes of complete responses. */
  #complete = 0;
  /** UTF-16 code units of the response that is being built. */
  #building = 0;

  /** `limit` is in bytes; 0 means no limit. */
  constructor(limit: number) {
    this.#limit = limit === 0 ? Number.POSITIVE_INFINITY : limit;
  }

  /**
   * UTF-16 code units of the response that is being built, at most its bytes; 0 when it is complete. Values
   * that an error discards count as well.
   */
  get building(): number {
    return this.#building;
  }

  get isExceeded(): boolean {
    return this.#complete + this.#building > this.#limit;
  }

  /** Adds to the response that is being built. Throws RESPONSE_TOO_LARGE above the limit. */
  add(length: number): void {
    this.#building += length;
    if (this.isExceeded) throw this.error();
  }

  /** Discards the response that is being built. */
  restart(): void {
    this.#building = 0;
  }

  /**
   * Adds a complete response of this many bytes. Returns false, and adds nothing, if it exceeds the limit.
   */
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

/** The schema's own type of resolvers, whose context is unknown. */
type Resolve = GraphQLFieldResolver<unknown, unknown>;

/** The part of the context that is needed here. */
interface Counted {
  responseSize: ResponseSize;
}

interface CountingResolve extends Resolve {
  /** The field's own resolver; undefined if it has none. */
  counted: Resolve | undefined;
}

/** Wraps the resolvers of all scalar and enum fields to measure the response. Modifies the schema. */
export function countResponseSize(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      if (isLeafType(getNamedType(field.type))) field.resolve = counting(field);
    }
  }
  return schema;
}

/** The field's resolver without the wrapper; undefined if it has none. */
export function ownResolver({ resolve }: GraphQLField<unknown, unknown>): Resolve | undefined {
  // Only `counting` adds this property.
  return resolve !== undefined && 'counted' in resolve ? (resolve as CountingResolve).counted : resolve;
}

function counting({ name, resolve: counted }: GraphQLField<unknown, unknown>): CountingResolve {
  // The parent of a field without a resolver is a row with a column of the same name.
  const own: Resolve = counted ?? ((parent) => (parent as Record<string, unknown>)[name]);
  const resolve: Resolve = (parent, args, context, info) => {
    const value = own(parent, args, context, info);
    // The engine executes every operation with a `Context`.
    (context as Counted).responseSize.add(String(info.path.key).length + lengthOf(value));
    return value;
  };
  return Object.assign(resolve, { counted });
}

/** Values other than strings and lists count as 1. */
function lengthOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  return Array.isArray(value) ? value.reduce((sum: number, item) => sum + lengthOf(item), 0) : 1;
}
