import { operations } from '../operations.ts';

/** A document to price. */
export interface Priced {
  name: string;
  text: string;
  variables: Record<string, unknown>;
}

const bodyOf = (name: string): { query: string; variables?: Record<string, unknown> } => {
  const body = operations.find((operation) => operation.name === name)?.bodies[0];
  if (body === undefined) throw new Error(`There is no operation ${name}.`);
  // The bodies of these operations are single requests.
  return body as { query: string; variables?: Record<string, unknown> };
};

const fields = `slug title voteCount results(first: $first) {
  rank votes share shareExact isTied marginToNext narrative { slug name shortName } }`;

/** Just within the limits on bytes, tokens, aliases and root fields, without fields that merge. */
function largest(): string {
  const roots = Array.from(
    { length: 50 },
    (_, place) => `s${place}: survey(slug: "s${place}") { ${place % 2 ? '...A' : '...B'} slug }`,
  );
  const nested = Array.from(
    { length: 45 },
    (_, place) => `n${place}: articles(first: ${place + 1}) { nodes { slug title excerpt } }`,
  );
  return `query Largest($first: Int) { ${roots.join(' ')} }
fragment A on Survey { ${fields} ${nested.slice(0, 22).join(' ')} }
fragment B on Survey { ${fields} ${nested.slice(22).join(' ')} }`;
}

const exact = bodyOf('exact-fields');
/** The dashboard of the other benchmarks, with its page sizes in variables. */
const dashboard = bodyOf('dashboard')
  .query.replace('query Dashboard', 'query Dashboard($surveys: Int, $articles: Int)')
  .replace('first: 12', 'first: $surveys')
  .replace('first: 3', 'first: $articles');

export const documents: readonly Priced[] = [
  { name: 'small: one narrative', text: exact.query, variables: exact.variables ?? {} },
  { name: 'typical: the dashboard', text: dashboard, variables: { surveys: 12, articles: 3 } },
  { name: 'largest: 50 surveys by alias', text: largest(), variables: { first: 10 } },
];
