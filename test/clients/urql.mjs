// Asks the server at the given URL for two narratives with urql and its exchange for persisted documents.
// Prints the data and what was sent, as JSON. A third argument makes it send persisted queries by GET.
import { Client, fetchExchange, gql } from '@urql/core';
import { persistedExchange } from '@urql/exchange-persisted';

const [url, method = 'POST'] = process.argv.slice(2);
const sent = [];

const client = new Client({
  url,
  preferGetMethod: false,
  exchanges: [
    persistedExchange({ preferGetForPersistedQueries: method === 'GET' ? 'force' : false }),
    fetchExchange,
  ],
  fetch: async (address, options) => {
    const { searchParams } = new URL(address);
    const hasText =
      options.method === 'GET' ? searchParams.has('query') : 'query' in JSON.parse(options.body);
    const response = await fetch(address, options);
    sent.push({ method: options.method, hasText, status: response.status });
    return response;
  },
});

const document = gql`
  query Narrative($slug: String!) {
    narrative(slug: $slug) {
      shortName
    }
  }
`;

const names = [];
for (const slug of ['rwa', 'ai']) {
  const { data, error } = await client.query(document, { slug }).toPromise();
  if (error) throw error;
  names.push(data.narrative.shortName);
}
console.log(JSON.stringify({ names, sent }));
