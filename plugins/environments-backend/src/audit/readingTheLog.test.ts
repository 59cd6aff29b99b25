import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestDatabases, mockServices } from '@backstage/backend-test-utils';
import {
  AuditFilter,
  AuditRecord,
  verifyDisclosure,
} from '@sandlot/plugin-environments-common';
import { generateSigningKey } from '@sandlot/plugin-environments-node';
import { Knex } from 'knex';
import { v7 as uuidv7 } from 'uuid';
import { Store } from '../database/Store';
import { TestPortal, startTestPortal } from '../testing/startTestPortal';
import { AuditEvent } from './AuditEvent';
import { sha256 } from './canonical';
import { allSealed } from '../testing/allSealed';

jest.setTimeout(240_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const START = Date.now();
const REVISION = `sha256:${'ab'.repeat(32)}`;
const TEMPLATE = 'environmenttemplate:default/postgres-sandbox';
const ENVIRONMENT = uuidv7();
const CORRELATION = uuidv7();
const people = ['user:default/dana', 'user:default/milo', 'user:default/bo'];

function stageOf(n: number): AuditEvent['stage'] {
  if (n % 97 === 5) return 'denied';
  return n % 3 === 1 ? 'succeeded' : 'requested';
}

/** Records of forty days, one each forty minutes, some of them not quite in order. */
function makeEvents(): AuditEvent[] {
  const end = START - 3_600_000;
  return Array.from({ length: 1440 }, (_, n) => ({
    action: (
      ['environment.create', 'kubernetes.apply', 'environment.access'] as const
    )[n % 3],
    stage: stageOf(n),
    time: new Date(
      end - (1440 - n) * 2_400_000 + (n % 5 === 0 ? 2_900_000 : 0),
    ).toISOString(),
    correlationId: n % 500 === 7 ? CORRELATION : uuidv7(),
    actor:
      n % 3 === 1
        ? {
            ref: 'plugin:environments',
            kind: 'system',
            groups: [],
            onBehalfOf: people[n % 2],
            authMethod: 'worker',
          }
        : {
            ref: people[n % 2],
            kind: 'user',
            groups: n % 2 === 0 ? ['group:default/team-harbor'] : [],
            authMethod: 'user',
          },
    environmentId: n % 50 === 0 ? ENVIRONMENT : undefined,
    target: {
      cluster: n % 7 === 0 ? 'us' : 'eu',
      namespace: n % 11 === 0 ? 'sbx-shop-bk4xw2' : undefined,
      name: `thing-${n % 13}`,
    },
    template: n % 2 === 0 ? { ref: TEMPLATE, revision: REVISION } : undefined,
    reason: n === 720 ? 'asked by user:default/bo at noon' : undefined,
  }));
}

describe('reading the log', () => {
  let knex: Knex;
  let portal: TestPortal;
  let store: Store;
  let directory: string;
  let all: AuditRecord[];

  const ofOthers = (records: AuditRecord[]) =>
    records.filter(({ action }) => !action.startsWith('audit.'));

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    directory = await mkdtemp(join(tmpdir(), 'log-'));
    const keyFile = join(directory, 'key.pem');
    await writeFile(keyFile, generateSigningKey().pem);
    portal = await startTestPortal({
      knex,
      clusters: [{ name: 'twin', inMemory: true }],
      templates: [],
      config: { audit: { origin: 'test', signing: { keyFiles: [keyFile] } } },
    });
    store = await Store.create(
      mockServices.database({ knex }),
      mockServices.logger.mock(),
    );
    const events = makeEvents();
    for (let at = 0; at < events.length; at += 500) {
      const some = events.slice(at, at + 500);
      await store.transaction(tx => tx.record(...some));
    }
    await allSealed(knex, portal);
    all = ofOthers(await readAll({}));
  });
  afterAll(async () => {
    await portal.stop();
    await store.jobs.stop();
    await rm(directory, { recursive: true });
  });

  async function readAll(filter: AuditFilter): Promise<AuditRecord[]> {
    const found: AuditRecord[] = [];
    let cursor: string | undefined;
    do {
      const page = await portal
        .as('ada')
        .listAuditRecords({ ...filter, limit: 200, cursor });
      found.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor);
    return found;
  }

  const days = (count: number) =>
    new Date(START - count * 86_400_000).toISOString();

  /** What each filter must find, said once more over all records. */
  const filters: [AuditFilter, (record: AuditRecord) => boolean][] = [
    [{}, () => true],
    [
      { actor: people[1] },
      ({ actor }) => [actor.ref, actor.onBehalfOf].includes(people[1]),
    ],
    [
      { group: 'group:default/team-harbor' },
      ({ actor }) => actor.groups.includes('group:default/team-harbor'),
    ],
    [{ template: TEMPLATE }, ({ template }) => template?.ref === TEMPLATE],
    [{ revision: REVISION }, ({ template }) => template?.revision === REVISION],
    [{ cluster: 'us' }, ({ target }) => target.cluster === 'us'],
    [
      { namespace: 'sbx-shop-bk4xw2' },
      ({ target }) => target.namespace === 'sbx-shop-bk4xw2',
    ],
    [
      { environment: ENVIRONMENT },
      ({ environmentId }) => environmentId === ENVIRONMENT,
    ],
    [
      { correlation: CORRELATION },
      ({ correlationId }) => correlationId === CORRELATION,
    ],
    [
      { action: 'kubernetes.apply' },
      ({ action }) => action === 'kubernetes.apply',
    ],
    [{ outcome: 'denied' }, ({ outcome }) => outcome === 'denied'],
    [{ outcome: 'pending' }, ({ outcome }) => outcome === 'pending'],
    [{ stage: 'succeeded' }, ({ stage }) => stage === 'succeeded'],
    [
      { text: 'Thing-7 postgres' },
      ({ target, template }) => target.name === 'thing-7' && !!template,
    ],
    [
      { text: ENVIRONMENT },
      ({ environmentId }) => environmentId === ENVIRONMENT,
    ],
    [{ text: '…' }, () => false],
    [
      { from: days(12), to: days(9) },
      at => at.time >= days(12) && at.time < days(9),
    ],
    [{ from: days(3000), to: days(2000) }, () => false],
    [
      {
        actor: people[0],
        cluster: 'us',
        outcome: 'pending',
        group: 'group:default/team-harbor',
        text: 'thing-3',
        from: days(35),
      },
      ({ actor, target, outcome, time }) =>
        actor.ref === people[0] &&
        actor.groups.length > 0 &&
        target.cluster === 'us' &&
        target.name === 'thing-3' &&
        outcome === 'pending' &&
        time >= days(35),
    ],
  ];

  it.each(filters)(
    'finds all that %j means, newest first',
    async (filter, means) => {
      expect(all).toHaveLength(1440);
      const found = ofOthers(await readAll(filter));
      const expected = all.filter(means);
      expect(found.map(({ sequence }) => sequence)).toEqual(
        expected.map(({ sequence }) => sequence),
      );
      expect(found.every(({ seal, index }) => seal === 'sealed' && index)).toBe(
        true,
      );
    },
  );

  it('takes a cursor for the filter for which it gave it out, as it was', async () => {
    const ada = portal.as('ada');
    const { nextCursor } = await ada.listAuditRecords({
      cluster: 'us',
      limit: 1,
    });
    const [position, signature] = nextCursor!.split('.');
    for (const bad of [
      { cluster: 'eu', cursor: nextCursor },
      { cursor: nextCursor },
      {
        cluster: 'us',
        cursor: `${Buffer.from('9').toString('base64url')}.${signature}`,
      },
      { cluster: 'us', cursor: position },
      { cluster: 'us', cursor: '.' },
    ]) {
      await expect(ada.listAuditRecords(bad)).rejects.toMatchObject({
        response: { status: 400 },
        body: {
          error: { message: expect.stringContaining('start again without it') },
        },
      });
    }
    const next = { cluster: 'us', cursor: nextCursor, limit: 1 };
    expect((await ada.listAuditRecords(next)).items).toHaveLength(1);
  });

  it('sums up what a filter finds', async () => {
    const denied = all.filter(({ outcome }) => outcome === 'denied');
    const summary = await portal.as('ada').summarizeAuditRecords({
      outcome: 'denied',
      from: days(60),
    });
    expect(summary).toMatchObject({
      records: denied.length,
      isAtLeast: false,
      facets: {
        outcome: [{ value: 'denied', count: denied.length }],
        stage: [{ value: 'denied', count: denied.length }],
      },
    });
    const total = (part: 'actor' | 'cluster' | 'action') =>
      summary.facets[part].reduce((sum, { count }) => sum + count, 0);
    expect([total('actor'), total('cluster'), total('action')]).toEqual([
      denied.length,
      denied.length,
      denied.length,
    ]);
    // By hours, and, where something else filters, by records: both are whole.
    for (const [filter, means] of [
      [
        { action: 'kubernetes.apply' },
        ({ action }: AuditRecord) => action === 'kubernetes.apply',
      ],
      [{ template: TEMPLATE }, ({ template }: AuditRecord) => template],
    ] as const) {
      const { histogram } = await portal
        .as('ada')
        .summarizeAuditRecords({ ...filter, from: days(60), to: days(0.01) });
      const counted = histogram.reduce(
        (sum, bucket) => sum + bucket.pending + bucket.success + bucket.denied,
        0,
      );
      expect(counted).toBe(all.filter(means).length);
      expect(histogram.length).toBeLessThanOrEqual(120);
    }
    const [latest] = await readAll({ action: 'audit.read' });
    expect(latest.parameters).toMatchObject({ action: 'audit.read' });
  });

  it('marks a record that is not what was written, whatever of it was changed', async () => {
    const victims = (await readAll({ cluster: 'us' })).slice(0, 4);
    const seqOf = (at: number) => ({ seq: victims[at].sequence });
    await knex.raw('alter table audit_records disable trigger user');
    const rows = await Promise.all(
      victims.map((_, at) => knex('audit_records').where(seqOf(at)).first()),
    );
    const disclosed = await knex('audit_disclosures').where(seqOf(2)).first();
    const other = Buffer.from(
      rows[0].canonical.toString().replace('"cluster":"us"', '"cluster":"eu"'),
    );
    await knex('audit_records')
      .where(seqOf(0))
      .update({ canonical: other, digest: sha256(other) });
    await knex('audit_records').where(seqOf(1)).update({ namespace: 'moved' });
    await knex('audit_disclosures')
      .where(seqOf(2))
      .update({
        disclosures: JSON.stringify(disclosed.disclosures).replace(
          disclosed.on_behalf_of ?? disclosed.actor_ref,
          'user:default/somebody-else',
        ),
      });
    const found = await readAll({ cluster: 'us' });
    expect(
      victims.map(
        ({ eventId }) => found.find(one => one.eventId === eventId)?.changed,
      ),
    ).toEqual([true, true, true, undefined]);
    expect(found.filter(({ changed }) => changed)).toHaveLength(3);

    for (const at of [0, 1]) {
      const { canonical, digest, namespace } = rows[at];
      await knex('audit_records')
        .where(seqOf(at))
        .update({ canonical, digest, namespace });
    }
    await knex('audit_disclosures')
      .where(seqOf(2))
      .update({ disclosures: JSON.stringify(disclosed.disclosures) });
    await knex.raw('alter table audit_records enable trigger user');
    const mended = await readAll({ cluster: 'us' });
    expect(mended.filter(({ changed }) => changed)).toEqual([]);
  });

  it('lists a record that somebody made unreadable, or that is huge, with all others', async () => {
    const eventId = uuidv7();
    await store.transaction(tx =>
      tx.record({
        eventId,
        action: 'template.publish',
        stage: 'observed',
        correlationId: uuidv7(),
        actor: {
          ref: 'plugin:environments',
          kind: 'system',
          groups: [],
          authMethod: 'worker',
        },
        target: {},
        parameters: { text: 'long '.repeat(40_000), note: 'hidden in it' },
        reason: `word ${'x'.repeat(100_000)}`,
      }),
    );
    const [victim] = (await readAll({ cluster: 'us' })).slice(3);
    await knex.raw('alter table audit_records disable trigger user');
    await knex('audit_records')
      .where({ event_id: victim.eventId })
      .update({ canonical: Buffer.from([0xff, 0x7b, 0x00]) });
    await knex.raw('alter table audit_records enable trigger user');

    const found = await readAll({ cluster: 'us' });
    expect(
      found.find(({ sequence }) => sequence === victim.sequence),
    ).toMatchObject({
      eventId: victim.eventId,
      action: victim.action,
      time: victim.time,
      target: { cluster: 'us' },
      unreadable: true,
    });
    const [huge] = await readAll({ action: 'template.publish' });
    expect(JSON.stringify(huge).length).toBeLessThan(4000);
    const detail = await portal.as('ada').getAuditRecord(eventId);
    expect(detail.canonical.length).toBeLessThan(2000);
    expect(detail.record.parameters?.note).toBe('hidden in it');
    expect(detail.record.reason).toHaveLength(100_005);
    for (const disclosure of detail.disclosures) {
      expect(
        await verifyDisclosure(JSON.parse(detail.canonical), disclosure),
      ).toBe(true);
    }
    const { rows } = await knex.raw(
      'select record from audit_log where seq = any(?)',
      [[victim.sequence, huge.sequence]],
    );
    expect(rows).toEqual(
      expect.arrayContaining([
        { record: null },
        { record: expect.objectContaining({ eventId }) },
      ]),
    );
  });

  it('erases a person for good, proofs and all else stay', async () => {
    const person = people[1];
    const before = await readAll({ actor: person });
    const [one] = ofOthers(before);
    const detail = await portal.as('ada').getAuditRecord(one.eventId);
    const request = { person, reason: 'Asked for in March' };
    await expect(portal.as('ada').erasePerson(request)).rejects.toMatchObject({
      response: { status: 403 },
    });
    for (const bad of [
      { ...request, reason: 'Milo asked for it' },
      { ...request, person: 'group:default/team-harbor' },
    ]) {
      await expect(portal.as('olu').erasePerson(bad)).rejects.toMatchObject({
        response: { status: 400 },
      });
    }
    await allSealed(knex, portal);
    await expect(
      portal.as('ada').previewErasure({ person }),
    ).rejects.toMatchObject({ response: { status: 403 } });
    const preview = await portal.as('olu').previewErasure({ person });
    expect(preview).toEqual({
      records: expect.any(Number),
      acted: ofOthers(before).length,
      isAtLeast: false,
      views: 0,
      environments: 0,
    });
    // The preview names nobody, and so adds nothing to what is erased.
    const { records } = await portal.as('olu').erasePerson(request);
    expect(records).toBe(preview.records);
    expect(await portal.as('olu').previewErasure({ person })).toMatchObject({
      records: 0,
      acted: 0,
    });
    expect(records).toBeGreaterThanOrEqual(ofOthers(before).length);
    expect(await portal.as('olu').erasePerson(request)).toEqual({ records: 0 });

    expect(ofOthers(await readAll({ actor: person }))).toEqual([]);
    const after = await portal.as('ada').getAuditRecord(one.eventId);
    expect(after).toMatchObject({
      canonical: detail.canonical,
      digest: detail.digest,
      record: { eventId: one.eventId, target: one.target },
    });
    expect(after.record.erased).not.toEqual([]);
    const said = await readAll({ action: 'audit.erase' });
    expect(said.map(({ stage, parameters }) => [stage, parameters])).toEqual(
      expect.arrayContaining([
        ['succeeded', { records }],
        ['requested', undefined],
      ]),
    );
    expect(JSON.stringify(said)).not.toMatch(/milo/i);
    // What asked for them since is a record of its own, and names them.
    const { rows } = await knex.raw(
      `select count(*)::int as left from audit_disclosures d join audit_records r using (seq)
       where r.action <> 'audit.read' and (d::text ilike '%milo%')`,
    );
    expect(rows).toEqual([{ left: 0 }]);
  });

  it('erases whom a record of somebody else names', async () => {
    await portal
      .as('olu')
      .erasePerson({ person: people[2], reason: 'Asked for in March' });
    const [record] = (await readAll({ text: 'thing-5' })).filter(({ erased }) =>
      erased?.includes('/reason'),
    );
    expect(record).toMatchObject({
      reason: 'erased',
      actor: { ref: people[0] },
    });
    expect(ofOthers(await readAll({ text: 'noon' }))).toEqual([]);
  });
});
