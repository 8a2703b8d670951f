import { auditEntries, auditEntryCount, auditOrder } from '../access/audit.ts';
import type { QueryResolvers } from '../generated/schema-types.ts';
import { connection } from '../graphql/connection.ts';
import { pageOf } from '../graphql/page.ts';

export const Query = {
  viewer: (_root, _args, { viewer }) => ({
    kind: viewer.kind,
    name: viewer.name,
    scopes: [...viewer.scopes].sort(),
  }),
  budget: (_root, _args, { budget }) => {
    const { limit = null, remaining = null, resetAt = null } = budget() ?? {};
    return { limit, remaining, resetAt: resetAt === null ? null : new Date(resetAt) };
  },
  auditTrail: (_root, args, { db }) => {
    const page = pageOf(args, auditOrder.name);
    return connection(
      page,
      auditOrder,
      () => auditEntries(db, page),
      () => auditEntryCount(db),
    );
  },
} satisfies Partial<QueryResolvers>;
