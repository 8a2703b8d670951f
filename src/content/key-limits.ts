import { z } from 'zod';
import { slug } from '../text/input-rules.ts';

/** The parts of JSON Schema that the rules of content files come to. */
interface Schema {
  type?: string | string[];
  enum?: unknown[];
  anyOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  default?: unknown;
  format?: string;
  pattern?: string;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
}

/** What the schema of a content file demands of each of its keys, in words. */
export interface KeyLimits {
  /** Such as `text, at most 120 characters`. */
  form: string;
  isRequired: boolean;
  /** The value of a key that is left out, where the schema says it. */
  fallback: string | undefined;
}

export function keyLimits(schema: z.ZodType): ReadonlyMap<string, KeyLimits> {
  // Zod writes JSON Schema; the interface names what of it is read here.
  const { properties = {}, required = [] } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
  }) as Schema;
  return new Map(
    Object.entries(properties).map(([key, value]) => [
      key,
      { form: formOf(value), isRequired: required.includes(key), fallback: fallbackOf(value) },
    ]),
  );
}

const fallbackOf = ({ default: fallback }: Schema): string | undefined =>
  fallback === undefined || Array.isArray(fallback) ? undefined : String(fallback);

function formOf(schema: Schema): string {
  if (schema.anyOf !== undefined) {
    const [first, ...others] = schema.anyOf.filter(({ type }) => type !== 'null');
    if (first === undefined) return 'any value';
    // A time or a date: the two forms are described as one.
    return isTime(first) || others.some(isTime)
      ? 'a date, which is its start in UTC, or a time with its zone'
      : formOf(first);
  }
  if (schema.enum !== undefined) return listed(schema.enum.map((value) => `\`${value}\``));
  const types = Array.isArray(schema.type) ? schema.type : [schema.type ?? ''];
  if (types.includes('number')) return 'a number';
  if (types.includes('integer')) return `a whole number, ${schema.minimum} to ${schema.maximum}`;
  if (types.includes('boolean')) return '`true` or `false`';
  if (types.includes('array')) return arrayForm(schema);
  if (types.includes('object')) {
    const keys = Object.entries(schema.properties ?? {});
    return keys.map(([key, value]) => `\`${key}\` (${formOf(value)})`).join(' and ');
  }
  return stringForm(schema);
}

const isTime = ({ format, anyOf }: Schema): boolean =>
  format === 'date-time' || format === 'date' || (anyOf?.some(isTime) ?? false);

const { pattern: slugPattern } = z.toJSONSchema(slug) as Schema;

function stringForm({ pattern, maxLength }: Schema): string {
  if (pattern === slugPattern) return 'a slug';
  const form = pattern === undefined ? 'text' : `text of the form \`${pattern}\``;
  return maxLength === undefined ? form : `${form}, at most ${maxLength.toLocaleString('en')} characters`;
}

function arrayForm({ items = {}, minItems = 0, maxItems }: Schema): string {
  const entries = `each ${formOf(items)}`;
  if (maxItems === undefined) return `a list, ${entries}`;
  return `a list of ${minItems === 0 ? 'at most' : `${minItems} to`} ${maxItems}, ${entries}`;
}

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
