import {
  type GraphQLField,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  Kind,
} from 'graphql';
import { SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { createApiKey } from '../../src/access/api-key.ts';
import { isScope, type Scope, scopes } from '../../src/access/scope.ts';
import { schema } from '../../src/api/schema.ts';
import { audience, goodPayload, handmade, now, seconds, startIssuer } from '../access/issuer.ts';
import { type App, startApp } from '../support/app.ts';

const everyScope = Object.keys(scopes).filter(isScope);

/** A valid literal of the type, for required arguments. */
function literal(type: GraphQLInputType): string {
  if (isNonNullType(type)) return literal(type.ofType);
  if (isListType(type)) return `[${literal(type.ofType)}]`;
  if (isEnumType(type)) return type.getValues()[0]?.name ?? 'null';
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(isRequiredInputField);
    return `{ ${fields.map((field) => `${field.name}: ${literal(field.type)}`).join(' ')} }`;
  }
  return { Int: '1', Boolean: 'false', DateTime: '"2026-01-01T00:00:00Z"' }[type.name] ?? '"sandbox"';
}

interface Guarded {
  coordinate: string;
  query: string;
  allowing: Scope[][];
}

/** The selections around a field, by its parent type. */
const paths: Record<string, [before: string, after: string]> = {
  Query: ['{ ', ' }'],
  Mutation: ['mutation { ', ' }'],
  Survey: ['{ survey(slug: "sandbox") { ', ' } }'],
};

function call(field: GraphQLField<unknown, unknown>): string {
  const given = field.args.filter(isRequiredArgument).map((arg) => `${arg.name}: ${literal(arg.type)}`);
  return `${field.name}${given.length > 0 ? `(${given.join(', ')})` : ''} { __typename }`;
}

/** All fields with `@requiresScopes`, read from the SDL independently of the guard. */
const guarded: Guarded[] = Object.values(schema.getTypeMap())
  .filter(isObjectType)
  .flatMap((type) =>
    Object.values(type.getFields()).flatMap((field) => {
      const directive = field.astNode?.directives?.find(({ name }) => name.value === 'requiresScopes');
      const value = directive?.arguments?.[0]?.value;
      if (value?.kind !== Kind.LIST) return [];
      const allowing = value.values.map((all) =>
        all.kind === Kind.LIST
          ? all.values.map((scope) => (scope.kind === Kind.STRING ? scope.value : ''))
          : [],
      );
      const [before, after] = paths[type.name] ?? ['?', '?'];
      return [
        {
          coordinate: `${type.name}.${field.name}`,
          query: `${before}${call(field)}${after}`,
          allowing: allowing.map((all) => all.filter(isScope)),
        },
      ];
    }),
  );

test('every mutation requires a scope, and every field that requires one is tested here', () => {
  const mutations = Object.keys(schema.getMutationType()?.getFields() ?? {});
  const coordinates = guarded.map(({ coordinate }) => coordinate);
  expect(mutations.map((name) => `Mutation.${name}`).filter((name) => !coordinates.includes(name))).toEqual(
    [],
  );
  expect(guarded.filter(({ query }) => query.includes('?'))).toEqual([]);
});

/** Status and code if the guard refused the operation, otherwise 'allowed'. */
async function outcome(app: App, query: string, headers: Record<string, string>) {
  const { status, body } = await app.post({ query }, headers);
  const code: string | undefined = body.errors?.[0].extensions.code;
  expect(['GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_PARSE_FAILED', 'INTERNAL_SERVER_ERROR'], query).not.toContain(
    code,
  );
  return code === 'UNAUTHENTICATED' || code === 'FORBIDDEN' ? `${status} ${code}` : 'allowed';
}

describe.each(guarded)('$coordinate', ({ query, allowing }) => {
  const isAllowed = (granted: readonly Scope[]) =>
    allowing.some((all) => all.every((scope) => granted.includes(scope)));

  test('is allowed for exactly the keys with the required scopes', async () => {
    const app = await startApp({ rateLimitPoints: 0, rateLimitPointsKeyed: 0 });
    for (const granted of [...everyScope.map((scope) => [scope]), everyScope]) {
      const { key } = createApiKey(app.db, { name: 'k', scopes: granted }, Date.now());
      expect(await outcome(app, query, { authorization: `Bearer ${key}` }), String(granted)).toBe(
        isAllowed(granted) ? 'allowed' : '403 FORBIDDEN',
      );
    }
  });

  test('is refused for anonymous callers and for expired, revoked or forged credentials', async () => {
    const issuer = await startIssuer();
    const signing = await issuer.addKey('ES256', 'one');
    const unpublished = await issuer.addKey('ES256', 'one', false);
    const app = await startApp({
      rateLimitPoints: 0,
      rateLimitPointsKeyed: 0,
      voterTokens: issuer.tokens,
      clock: () => now,
    });
    const make = (expiresAt: number | null = null) =>
      createApiKey(app.db, { name: 'k', scopes: everyScope, expiresAt }, now - 1_000);
    const [live, expired, revoked] = [make(), make(now - 1), make()];
    app.db.$client.prepare('update api_key set revoked_at = ? where id = ?').run(now - 1, revoked.row.id);
    const shared = await new SignJWT(goodPayload)
      .setProtectedHeader({ alg: 'HS256', kid: 'one' })
      .sign(new TextEncoder().encode('a secret that both sides would know'));
    const last = live.key.at(-1) === 'A' ? 'B' : 'A';
    const credentials: Record<string, string> = {
      'an expired key': expired.key,
      'a revoked key': revoked.key,
      'a key with another secret': `${live.key.slice(0, -1)}${last}`,
      'a key with an unknown id': live.key.replace(live.row.id, [...live.row.id].reverse().join('')),
      'a truncated key': live.key.slice(0, 12),
      'an expired token': await issuer.sign(signing, { ...goodPayload, exp: seconds - 600 }),
      'a token of another issuer': await issuer.sign(signing, {
        ...goodPayload,
        iss: 'https://other.example',
      }),
      'a token for another audience': await issuer.sign(signing, { ...goodPayload, aud: `${audience}-2` }),
      'a token that is not valid yet': await issuer.sign(signing, { ...goodPayload, nbf: seconds + 600 }),
      'a token signed by another key': await issuer.sign(unpublished),
      'a token signed with a shared secret': shared,
      'an unsigned token': handmade({ alg: 'none' }, goodPayload, ''),
    };
    expect(await outcome(app, query, {})).toBe('401 UNAUTHENTICATED');
    expect((await app.post({ query })).headers.get('www-authenticate')).toBe('Bearer');
    for (const [name, credential] of Object.entries(credentials))
      expect(await outcome(app, query, { authorization: `Bearer ${credential}` }), name).toBe(
        '401 UNAUTHENTICATED',
      );
    // Valid credentials of the same kinds are accepted.
    expect(await outcome(app, query, { authorization: `Bearer ${live.key}` })).toBe('allowed');
    const token = await issuer.sign(signing);
    expect(await outcome(app, query, { authorization: `Bearer ${token}` })).toBe(
      isAllowed(['votes:cast']) ? 'allowed' : '403 FORBIDDEN',
    );
  });
});
