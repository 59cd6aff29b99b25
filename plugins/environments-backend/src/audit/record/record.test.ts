import { createHash } from 'node:crypto';
import { JsonObject, JsonValue } from '@backstage/types';
import { verifyDisclosure } from '@sandlot/plugin-environments-common';
import fc from 'fast-check';
import { AuditLeaf } from '../AuditEvent';
import { eraseFrom } from '../erasure/eraseFrom';
import { termsOf } from '../query/termsOf';
import { commitTo } from './commitments';
import { openRecord } from './openRecord';
import { withoutSecrets } from './withoutSecrets';

const DANA = 'user:default/dana';

function leafWith(change: Partial<AuditLeaf> = {}): AuditLeaf {
  return {
    eventId: '01980000-0000-7000-8000-000000000000',
    time: '2026-11-29T12:00:00.000Z',
    correlationId: '01980000-0000-7000-8000-000000000001',
    stage: 'requested',
    outcome: 'pending',
    action: 'environment.create',
    actor: {
      ref: DANA,
      kind: 'user',
      groups: ['group:default/team-harbor'],
      authMethod: 'user',
    },
    authorization: {
      permission: 'environments.environment.create',
      decision: 'ALLOW',
      basis: `IS_OWNER (claims: ${DANA}, group:default/team-harbor)`,
    },
    source: { address: '192.0.2.7', userAgent: 'Browser/1.0' },
    target: { cluster: 'eu', namespace: 'sbx-shop-bk4xw2', name: 'shop' },
    parameters: { owner: DANA, size: 'large', 'a/b~c': [DANA, 3] },
    reason: 'for the demo of Dana',
    ...change,
  };
}

const parse = (bytes: Buffer): JsonObject => JSON.parse(bytes.toString());

/** Any JSON with names of people here and there. */
const json = fc.letrec<{ value: JsonValue; text: string }>(tie => ({
  text: fc.oneof(
    fc.string(),
    fc.constantFrom(DANA, `by ${DANA}.`, 'user:default/bo', 'commitment'),
  ),
  value: fc.oneof(
    { maxDepth: 3 },
    tie('text'),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(tie('text'), tie('value'), { maxKeys: 4 }),
  ),
})).value as fc.Arbitrary<JsonValue>;

const parameters = fc.dictionary(fc.string(), json, { maxKeys: 5 });

describe('a record', () => {
  it('names nobody in its bytes, and says the same when it is opened', () => {
    const leaf = leafWith();
    const { canonical, disclosures } = commitTo(leaf);
    expect(canonical.toString()).not.toMatch(
      /dana|harbor|192\.0\.2\.7|Browser/i,
    );
    expect(openRecord(parse(canonical), disclosures)).toEqual({
      leaf,
      erased: [],
    });
  });

  it('names a system, since that is nobody', () => {
    const { canonical } = commitTo(
      leafWith({
        actor: {
          ref: 'plugin:environments',
          kind: 'system',
          groups: [],
          onBehalfOf: DANA,
          authMethod: 'worker',
        },
      }),
    );
    expect(parse(canonical).actor).toEqual({
      ref: 'plugin:environments',
      kind: 'system',
      groups: [],
      onBehalfOf: { commitment: expect.stringMatching(/^sha256:/) },
      authMethod: 'worker',
    });
  });

  it('commits to whatever is in it so that each disclosure opens what it says', async () => {
    await fc.assert(
      fc.asyncProperty(parameters, fc.string(), async (given, reason) => {
        const leaf = leafWith({ parameters: given as JsonObject, reason });
        const { canonical, disclosures } = commitTo(leaf);
        const record = parse(canonical);
        expect(canonical.toString()).not.toContain('user:default/');
        expect(openRecord(record, disclosures)).toEqual({
          leaf: JSON.parse(JSON.stringify(leaf)),
          erased: [],
        });
        for (const disclosure of disclosures) {
          expect(await verifyDisclosure(record, disclosure)).toBe(true);
          expect(
            await verifyDisclosure(record, { ...disclosure, value: 'other' }),
          ).toBe(false);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('commits anew each time, so that nobody can compare', () => {
    expect(commitTo(leafWith()).canonical).not.toEqual(
      commitTo(leafWith()).canonical,
    );
  });

  it.each([
    ['parameters', { parameters: { text: 'x'.repeat(200_000) } }, 'parameters'],
    ['a reason', { reason: 'x'.repeat(200_000) }, 'reason'],
    [
      'policies',
      { policies: [{ text: 'x'.repeat(200_000) }], parameters: { a: 1 } },
      'policies',
    ],
    [
      'groups',
      {
        actor: {
          ...leafWith().actor,
          groups: Array(9000).fill('group:default/g'),
        },
      },
      'actor',
    ],
  ] as const)(
    'takes 64 KiB at most, whatever the size of %s',
    (_, change, key) => {
      const leaf = leafWith(change as Partial<AuditLeaf>);
      const { canonical, disclosures } = commitTo(leaf);
      expect(canonical.length).toBeLessThanOrEqual(65_536);
      expect(JSON.stringify(parse(canonical)[key])).toContain('commitment');
      expect(openRecord(parse(canonical), disclosures).leaf).toEqual(leaf);
    },
  );
});

describe('erasing a person', () => {
  it('leaves the bytes, and nothing by which to find or name them', () => {
    const leaf = leafWith();
    const { canonical, disclosures } = commitTo(leaf);
    const kept = eraseFrom(leaf, disclosures, DANA);
    const opened = openRecord(parse(canonical), kept);
    expect(opened.erased.sort()).toEqual([
      '/actor/groups',
      '/actor/ref',
      '/authorization/basis',
      '/parameters/a~1b~0c/0',
      '/parameters/owner',
      '/reason',
      '/source/address',
      '/source/userAgent',
    ]);
    expect(opened.leaf.actor).toMatchObject({ ref: 'erased', groups: [] });
    expect(JSON.stringify([kept, opened])).not.toMatch(/dana|harbor/i);
    expect(termsOf(opened.leaf).join(' ')).not.toMatch(/dana|harbor/);
    expect(opened.leaf.target).toEqual(leaf.target);
  });

  it('leaves what somebody else did, but for the name', () => {
    const leaf = leafWith({
      actor: { ...leafWith().actor, ref: 'user:default/bo' },
      reason: 'asked by danas team',
    });
    const { canonical, disclosures } = commitTo(leaf);
    const opened = openRecord(
      parse(canonical),
      eraseFrom(leaf, disclosures, DANA),
    );
    expect(opened.leaf).toMatchObject({
      actor: { ref: 'user:default/bo', groups: ['group:default/team-harbor'] },
      source: leaf.source,
      reason: leaf.reason,
      parameters: { owner: 'erased', size: 'large' },
    });
  });

  it('takes nothing from those who are called alike', () => {
    const leaf = leafWith({ parameters: { owner: 'user:default/dana2' } });
    const { disclosures } = commitTo(leaf);
    expect(
      eraseFrom(leaf, disclosures, DANA).map(({ pointer }) => pointer),
    ).toEqual(['/parameters/owner']);
  });
});

describe('secrets', () => {
  const token = `eyJ${'a'.repeat(20)}.${'b'.repeat(20)}.${'c'.repeat(20)}`;
  const word = 'hunter2hunter2';

  it.each([
    [`Bearer ${token}`, token],
    [`Authorization: Basic ${word}==`, word],
    [`token: ${token}`, token],
    [`    client-key-data: ${word}`, word],
    [`password=${word}`, word],
    [`{"apiKey":"${word}"}`, word],
    [`postgres://app:${word}@db/x`, word],
    [`ghp_${'x'.repeat(36)}`, 'xxxx'],
    ['AKIAABCDEFGHIJKLMNOP', 'AKIAABCDEFGHIJKLMNOP'],
    [
      `-----BEGIN RSA PRIVATE KEY-----\n${word}\n-----END RSA PRIVATE KEY-----`,
      word,
    ],
  ])('are not in a reason like %s', (reason, secret) => {
    const leaf = withoutSecrets(leafWith({ reason, parameters: { reason } }));
    expect(JSON.stringify([leaf, commitTo(leaf)])).not.toContain(secret);
    expect(leaf.reason).toContain('[secret]');
  });

  it.each([
    'Forbidden: exceeded quota: compute, requested: pods=1',
    'Unexpected token: } at 7',
    'basic settings',
    'secretName and tokens',
  ])('are not seen in %s', reason => {
    expect(withoutSecrets(leafWith({ reason })).reason).toBe(reason);
  });

  it('as parameters are committed to for good', () => {
    const leaf = withoutSecrets(
      leafWith({
        parameters: { dbPassword: word, pin: '1234', secretName: 'db', n: 1 },
      }),
      ['/parameters/pin'],
    );
    const { canonical, disclosures } = commitTo(leaf);
    const secret = {
      commitment: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      secret: true,
    };
    expect(openRecord(parse(canonical), disclosures).leaf.parameters).toEqual({
      dbPassword: secret,
      pin: secret,
      secretName: 'db',
      n: 1,
    });
    const all = canonical.toString() + JSON.stringify([leaf, disclosures]);
    expect(all).not.toContain(word);
    const guess = createHash('sha256').update(JSON.stringify(word));
    expect(all).not.toContain(guess.digest('hex'));
  });
});
