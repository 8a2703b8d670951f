import type { Operation } from './operations.ts';
import type { ServerProcess } from './server-process.ts';

/**
 * The `data` of each response as JSON, for every body of the operation. Throws when a response has errors.
 */
async function dataOf(
  { origin, contestant }: ServerProcess,
  path: string,
  operation: Operation,
): Promise<string[]> {
  const answers: string[] = [];
  for (const body of operation.bodies) {
    const response = await fetch(origin + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...contestant.headers },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    const parsed: unknown = JSON.parse(text);
    for (const one of Array.isArray(parsed) ? parsed : [parsed]) {
      if (one.errors !== undefined) throw new Error(`${origin} answers ${operation.name} with ${text}`);
    }
    answers.push(
      JSON.stringify(Array.isArray(parsed) ? parsed.map(({ data }) => data) : Object(parsed).data),
    );
  }
  return answers;
}

/**
 * Throws unless the server and the floor return the same bytes for the operation. Each server is asked
 * twice: the second response may come from other code than the first.
 */
export async function checkAnswers(
  floor: ServerProcess,
  server: ServerProcess,
  operation: Operation,
): Promise<void> {
  const expected = await dataOf(floor, '/graphql', operation);
  for (let time = 0; time < 2; time += 1) {
    const given = await dataOf(server, '/graphql', operation);
    const place = expected.findIndex((data, index) => data !== given[index]);
    if (place < 0) continue;
    throw new Error(
      `${server.contestant.name} answers ${operation.name} (${place}) with\n${given[place]}\n` +
        `and the floor with\n${expected[place]}`,
    );
  }
}

/** Sets the response of the constant server: the floor's response to the first body. */
export async function giveAnswer(
  floor: ServerProcess,
  constant: ServerProcess,
  operation: Operation,
): Promise<void> {
  const response = await fetch(`${floor.origin}/graphql`, {
    method: 'POST',
    body: JSON.stringify(operation.bodies[0]),
  });
  await fetch(`${constant.origin}/${operation.name}`, { method: 'PUT', body: await response.bytes() });
}
