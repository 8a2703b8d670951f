/** All scopes, with their descriptions for the documentation. Public fields need none. */
export const scopes = {
  'votes:cast': 'Cast and withdraw votes; a voter token has this scope for its own subject.',
  'votes:import': 'Import votes that were cast elsewhere.',
  'surveys:write': 'Create surveys, edit them, and change their status.',
  'narratives:write': 'Create and change narratives.',
  'articles:write': 'Create, change and publish articles.',
  'drafts:read': 'Read surveys and articles that are not published yet.',
  'audit:read': 'Read the audit trail: who changed what, and when.',
} as const satisfies Record<string, string>;

export type Scope = keyof typeof scopes;

export const isScope = (name: string): name is Scope => Object.hasOwn(scopes, name);
