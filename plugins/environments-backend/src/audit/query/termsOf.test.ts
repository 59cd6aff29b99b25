import fc from 'fast-check';
import { AuditLeaf } from '../AuditEvent';
import { termOfGroup, termOfRevision, termsOf, termsOfText } from './termsOf';

const REVISION = `sha256:${'ab'.repeat(32)}`;

const leaf: AuditLeaf = {
  eventId: '01980000-0000-7000-8000-000000000000',
  time: '2026-11-29T12:00:00.000Z',
  correlationId: '01980000-0000-7000-8000-000000000001',
  stage: 'failed',
  outcome: 'failure',
  action: 'kubernetes.apply',
  actor: {
    ref: 'user:default/dana',
    kind: 'user',
    groups: ['group:default/team-harbor'],
    authMethod: 'user',
  },
  target: {
    cluster: 'eu',
    namespace: 'sbx-checkout-bk4xw2',
    kind: 'ResourceQuota',
    name: 'quota',
  },
  template: {
    ref: 'environmenttemplate:default/postgres-sandbox',
    revision: REVISION,
  },
  parameters: { owner: 'user:default/dana', size: { name: 'Large' }, n: 3 },
  reason: 'Forbidden: user:default/bo, quota "compute" exceeded.',
};

describe('termsOf', () => {
  const terms = termsOf(leaf);

  it('has groups and the revision', () => {
    expect(terms).toContain(termOfGroup('group:default/team-harbor'));
    expect(terms).toContain(termOfRevision(REVISION));
  });

  it.each([
    'sbx-checkout-bk4xw2',
    'BK4XW2',
    'checkout',
    'ResourceQuota',
    'environmenttemplate:default/postgres-sandbox',
    'postgres-sandbox',
    'postgres',
    'forbidden:',
    '“exceeded”',
    'large',
    'quota compute, exceeded',
  ])('is found by %s', text => {
    const wanted = termsOfText(text);
    expect(wanted).not.toEqual([]);
    expect(terms).toEqual(expect.arrayContaining(wanted));
  });

  it.each(['dana', 'bo', 'user:default/dana'])('does not name %s', text => {
    expect(terms).not.toEqual(expect.arrayContaining(termsOfText(text)));
  });

  it('finds any text by each of its words, and is bounded', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 40 }), texts => {
        const found = termsOf({ ...leaf, reason: texts.join(' ') });
        expect(found.length).toBeLessThanOrEqual(102);
        expect(new Set(found).size).toBe(found.length);
        // What is longer may have more words than are kept.
        const short = texts.join(' ').length < 150 ? texts.join(' ') : '';
        expect(found).toEqual(
          expect.arrayContaining(
            termsOfText(short).filter(word => !word.includes('user:')),
          ),
        );
      }),
    );
  });
});
