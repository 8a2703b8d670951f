import { describe, expect, test } from 'vitest';
import { auditEntries, auditEntryCount, auditOrder, recordAudit } from '../../src/access/audit.ts';
import type { Database } from '../../src/db/client.ts';
import type { Key } from '../../src/db/keyset.ts';
import { emptyDatabase } from '../support/database.ts';

const record = (db: Database, slug: string, at: number) =>
  recordAudit(db, { at, actor: 'key:abc', action: 'updateNarrative', subject: 'Narrative', slug });

const page = (size: number, after?: Key) => ({ size, isBackward: false, after, before: undefined });

describe('the audit trail', () => {
  test('stores the object before and after, and null where it did not exist', () => {
    const db = emptyDatabase();
    recordAudit(db, {
      at: 5,
      actor: 'cli',
      action: 'createNarrative',
      subject: 'Narrative',
      slug: 'depin',
      after: { name: 'DePIN', keyPoints: [] },
      reason: 'New this year',
    });
    expect(auditEntries(db, page(10))).toEqual([
      {
        id: 1,
        at: 5,
        actor: 'cli',
        action: 'createNarrative',
        subject: 'Narrative',
        slug: 'depin',
        before: null,
        after: '{"name":"DePIN","keyPoints":[]}',
        reason: 'New this year',
      },
    ]);
  });

  test('is paged newest first, even if the clock was set back', () => {
    const db = emptyDatabase();
    for (const [index, slug] of ['a', 'b', 'c', 'd', 'e'].entries()) record(db, slug, 100 - index);
    const slugs: string[] = [];
    let after: Key | undefined;
    for (let turn = 0; turn < 3; turn += 1) {
      const rows = auditEntries(db, page(2, after)).slice(0, 2);
      slugs.push(...rows.map(({ slug }) => slug));
      after = rows.map(auditOrder.keyOf).at(-1);
    }
    expect(slugs).toEqual(['e', 'd', 'c', 'b', 'a']);
    expect(auditEntryCount(db)).toBe(5);
  });

  test('cannot be updated or deleted', () => {
    const db = emptyDatabase();
    record(db, 'a', 1);
    expect(() => db.$client.exec("update audit_entry set actor = 'cli'")).toThrow('append-only');
    expect(() => db.$client.exec('delete from audit_entry')).toThrow('append-only');
    expect(auditEntryCount(db)).toBe(1);
  });
});
