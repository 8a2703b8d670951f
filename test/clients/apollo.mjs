// Asks the server at the given URL for two narratives with Apollo Client and its link for persisted queries.
// Prints the data and what was sent, as JSON. `GET` as second argument makes it send hashes by GET.
import { createHash } from 'node:crypto';
import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';

const [url, method = 'POST'] = process.argv.slice(2);
const sent = [];

const http = new HttpLink({
  uri: url,
  fetch: async (address, options) => {
    const { searchParams } = new URL(address);
    const hasText =
      options.method === 'GET' ? searchParams.has('query') : 'query' in JSON.parse(options.body);
    const response = await fetch(address, options);
    sent.push({ method: options.method, hasText, status: response.status });
    return response;
  },
});
const persisted = new PersistedQueryLink({
  sha256: (text) => createHash('sha256').update(text).digest('hex'),
  useGETForHashedQueries: method === 'GET',
});
const client = new ApolloClient({ cache: new InMemoryCache(), link: persisted.concat(http) });

const query = gql`
  query Narrative($slug: String!) {
    narrative(slug: $slug) {
      shortName
    }
  }
`;

const names = [];
for (const slug of ['rwa', 'ai']) {
  const { data } = await client.query({ query, variables: { slug } });
  names.push(data.narrative.shortName);
}
console.log(JSON.stringify({ names, sent }));
