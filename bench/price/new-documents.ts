import { getNamedType, isCompositeType } from 'graphql';
import { schema } from '../../src/api/schema.ts';
import { defaultDocumentLimits } from '../../src/guard/document-limits.ts';
import { type Attack, attacks } from '../guard/attacks.ts';
import type { Asked, Exchange, MeasuredServer } from './measured-server.ts';
import { type RequestResult, requestResult } from './request-result.ts';
import { everyField } from './routes.ts';

const { fragments, aliases, bytes } = defaultDocumentLimits;

const each = (count: number, part: (place: number) => string): string =>
  Array.from({ length: count }, (_, place) => part(place)).join(' ');

/**
 * Leaf fields without arguments, of objects that need no key. They cost nothing beyond their parent.
 */
const plainFields = (type: string): string[] =>
  everyField(schema)
    .filter(
      ({ parent, field }) =>
        parent.name === type && field.args.length === 0 && !isCompositeType(getNamedType(field.type)),
    )
    .map(({ field }) => field.name);

const article = plainFields('Article').join(' ');
const survey = plainFields('Survey').join(' ');
const fewFields = plainFields('Survey').slice(0, 12).join(' ');
const result = plainFields('SurveyResult').join(' ');

/**
 * Valid documents that are as expensive to prepare as the document limits allow, and cheap to run.
 */
const valid: readonly Attack[] = [
  {
    name: 'valid: 100 fragments on one type',
    text: `{ article(slug: "x") { ${each(fragments, (place) => `...F${place}`)} } }
      ${each(fragments, (place) => `fragment F${place} on Article { ${article} }`)}`,
  },
  {
    name: 'valid: 49 root fields under aliases',
    text: `{ ${each(49, (place) => `a${place}: article(slug: "x") { ${article} }`)} }`,
  },
  {
    name: 'valid: fields of fields',
    text: `{ survey(slug: "x") {
      ${survey} ${each(70, (place) => `r${place}: results(first: 1) { ${result} }`)} } }`,
  },
  {
    name: 'valid: fragments in fragments',
    text: `{ survey(slug: "x") { ...F0 } }
      ${each(
        60,
        (place) => `fragment F${place} on Survey { previousEdition { ...F${place + 1} slug } ${fewFields} }`,
      )}
      fragment F60 on Survey { slug }`,
  },
  {
    name: 'valid: variables with defaults, and lists',
    text: `query (${each(45, (place) => `$v${place}: String = "x"`)}) {
      ${each(45, (place) => `a${place}: search(query: "x", after: $v${place}) { totalCount }`)}
      b: narratives(filter: { search: "x" }) { totalCount }
      ${each(2, (place) => `c${place}: nodes(ids: [${each(90, (index) => `"x${index}"`)}]) { id }`)} }`,
  },
  {
    name: `valid: ${aliases} aliases of one field`,
    text: `{ viewer { ${each(aliases, (place) => `a${place}: kind`)} } }`,
  },
];

const families: readonly Attack[] = [...valid, ...attacks];

/** Sends new documents only, so that the server prepares each of them. */
export async function newDocuments(server: MeasuredServer, count: number): Promise<RequestResult[]> {
  const results: RequestResult[] = [];
  let turn = 0;
  const bodyOf = (text: string): Asked => {
    turn += 1;
    const comment = `#${turn}`;
    // Where a comment exceeds the limit, another operation name makes it a new document.
    return {
      body:
        Buffer.byteLength(text + comment) <= bytes
          ? { query: text + comment }
          : { query: text, operationName: `N${turn}` },
    };
  };
  for (const { name, text } of families) {
    for (const mode of ['run', 'priced only'] as const) {
      const headers = mode === 'run' ? {} : { headers: { 'x-graphql-cost': 'validate' } };
      // Warm-up: the first requests compile code.
      for (let place = 0; place < 3; place += 1) await server.send({ ...bodyOf(text), ...headers });
      const exchanges: Exchange[] = [];
      for (let place = 0; place < count; place += 1)
        exchanges.push(await server.send({ ...bodyOf(text), ...headers }));
      results.push(requestResult(`${name} (${mode})`, exchanges));
    }
  }
  return results;
}
