/** Everything that a key can be allowed to do, and how the documentation says it; reading what is public needs none. */
export const scopes = {
  'votes:cast': 'Cast and withdraw votes; a voter’s token carries it for its own subject.',
  'votes:import': 'Import votes that were cast elsewhere.',
  'surveys:write': 'Create surveys, change them, and take them through their stages.',
  'narratives:write': 'Create and change narratives.',
  'articles:write': 'Create, change and publish articles.',
  'drafts:read': 'See surveys and articles that are not published yet.',
  'audit:read': 'Read who changed what, and when.',
} as const satisfies Record<string, string>;

export type Scope = keyof typeof scopes;

export const isScope = (name: string): name is Scope => Object.hasOwn(scopes, name);
