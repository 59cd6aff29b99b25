import { deletionOf, leaseStanding } from './lease';

const now = new Date('2026-11-22T12:00:00.000Z');
const lease = { expiresAt: '2026-11-25T12:00:00.000Z', warnings: [] };

describe('how an environment stands with its lease', () => {
  it('is soon from the first warning on, and two days before where there are none', () => {
    const standing = (changes: object) =>
      leaseStanding({ phase: 'Ready', lease: { ...lease, ...changes } }, now);
    expect(standing({})).toEqual({
      kind: 'ending',
      endsAt: lease.expiresAt,
      isSoon: false,
    });
    expect(standing({ expiresAt: '2026-11-24T11:00:00.000Z' })).toMatchObject({
      isSoon: true,
    });
    const at = '2026-11-22T11:00:00.000Z';
    expect(standing({ warnings: [{ at, before: 'expiry' }] })).toMatchObject({
      isSoon: true,
    });
    expect(standing({ warnings: [{ at, before: 'deletion' }] })).toMatchObject({
      isSoon: false,
    });
  });

  it('is held by a legal hold, endless without a lease, and over when it is deleted', () => {
    const legalHold = { by: 'user:default/ada', since: '', reason: 'Case 7' };
    expect(leaseStanding({ phase: 'Ready', lease, legalHold }, now).kind).toBe(
      'held',
    );
    expect(leaseStanding({ phase: 'Ready', legalHold }, now).kind).toBe(
      'endless',
    );
    expect(leaseStanding({ phase: 'Deleted', lease }, now).kind).toBe('over');
  });

  it('is expired until it is deleted', () => {
    const deleteAt = '2026-11-29T12:00:00.000Z';
    expect(
      leaseStanding(
        { phase: 'Hibernated', lease: { ...lease, deleteAt } },
        now,
      ),
    ).toEqual({ kind: 'expired', endsAt: deleteAt });
    expect(deletionOf({ ...lease, deleteAt })).toBe(deleteAt);
    expect(deletionOf({ ...lease, restoreSeconds: 86_400 })).toBe(
      '2026-11-26T12:00:00.000Z',
    );
    expect(deletionOf(lease)).toBeUndefined();
  });
});
