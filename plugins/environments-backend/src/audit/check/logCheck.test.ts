import { TestDatabases, mockServices } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import {
  TEST_ORIGIN,
  TestLog,
  createTestLog,
  testEvent,
} from '../../testing/createTestLog';
import { erasePerson } from '../erasure/erasePerson';
import { LogCheck } from './LogCheck';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

/** Of the record that every test changes. */
const SEQ = '(select seq from audit_seals where index = 117)';
const EDIT = `update audit_records set canonical =
  convert_to(replace(convert_from(canonical, 'UTF8'), 'harbor-1', 'harbor-2'), 'UTF8') where seq = ${SEQ}`;
const LEAF = `update audit_seals s set leaf = sha256('\\x00'::bytea || r.canonical)
  from audit_records r where r.seq = s.seq`;

describe('the check of the whole log', () => {
  let knex: Knex;
  let log: TestLog;
  const logger = mockServices.logger.mock();
  const send = jest.fn();
  let check: LogCheck;

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    log = await createTestLog(knex);
  });
  beforeEach(async () => {
    jest.clearAllMocks();
    await log.empty();
    for (let round = 0; round < 3; round += 1) await write(50);
    check = createCheck();
  });
  afterEach(() => check.stop());
  afterAll(() => log.store.jobs.stop());

  function createCheck(): LogCheck {
    return LogCheck.fromConfig({
      store: log.store,
      keys: { origin: TEST_ORIGIN, signers: [log.signer] },
      notifications: { send },
      config: mockServices.rootConfig({
        data: {
          environments: { roles: { auditors: ['audit'], ops: ['ops'] } },
        },
      }),
      logger,
    });
  }

  /** So many records under one checkpoint. */
  async function write(count: number) {
    await log.store.transaction(tx =>
      tx.record(
        ...Array.from({ length: count }, () =>
          testEvent({
            reason: 'Try the billing',
            target: { name: 'harbor-1', cluster: 'local', namespace: 'sbx-1' },
          }),
        ),
      ),
    );
    await log.sealAll();
  }

  async function passAgain() {
    await knex.raw(
      `update audit_checks set ended_at = ended_at - interval '25 hours'`,
    );
    await check.run();
    return check.status();
  }

  const recorded = async () =>
    (await log.store.audit.list({ action: 'audit.check', limit: 10 })).map(
      ({ parameters }) => parameters,
    );

  it('calls a clean log clean, and does not begin anew before it is time', async () => {
    await check.run();
    const status = await check.status();
    expect(status).toMatchObject({
      last: { size: '151', records: '151' },
      isOverdue: false,
      faultCount: 0,
      faults: [],
    });
    expect(status.running).toBeUndefined();
    await write(10);
    await check.run();
    expect(await check.status()).toEqual(status);
    expect(await passAgain()).toMatchObject({
      last: { size: '161', records: '161' },
      faultCount: 0,
    });
    expect(await recorded()).toEqual([]);
    expect(logger.error).not.toHaveBeenCalled();
    expect(logger.warn).not.toHaveBeenCalled();
  });

  const one = { fromIndex: '117', toIndex: '118' };
  it.each<[string, string, ...object[]]>([
    ['an edited record', EDIT, { kind: 'changed', ...one }],
    [
      'a record edited with all that is kept of it',
      `${EDIT}; ${LEAF}`,
      { kind: 'tree', fromIndex: '101', toIndex: '151' },
      { kind: 'misfiled', ...one },
    ],
    [
      'one edited to what PostgreSQL could not file',
      `update audit_records set canonical = convert_to(
         replace(convert_from(canonical, 'UTF8'), 'harbor-1', 'har\\u0000bor-1'), 'UTF8') where seq = ${SEQ}`,
      { kind: 'changed', ...one },
    ],
    [
      'one edited right behind a checkpoint, and another with all that is kept of it',
      `update audit_records set canonical = canonical || ' ' where seq =
         (select seq from audit_seals where index = 101); ${EDIT}; ${LEAF} and s.index = 117`,
      { kind: 'changed', fromIndex: '101', toIndex: '102' },
      { kind: 'tree', fromIndex: '101', toIndex: '151' },
      { kind: 'misfiled', ...one },
    ],
    [
      'a record that is none any more',
      `update audit_records set canonical = '\\xff'::bytea where seq = ${SEQ}`,
      { kind: 'changed', ...one },
    ],
    [
      'a deleted record',
      `delete from audit_records where seq = ${SEQ}`,
      { kind: 'missing', ...one },
    ],
    [
      'a record deleted with its seal',
      `delete from audit_records where seq = ${SEQ}; delete from audit_seals where index = 117`,
      { kind: 'missing', ...one },
    ],
    [
      'a record deleted under an archive of which the log knows nothing',
      `insert into audit_archives values
         ('2001-01-01', 0, 151, 'sha256:${'0'.repeat(64)}', 'nowhere', now());
       delete from audit_records where seq = ${SEQ}`,
      { kind: 'missing', ...one },
    ],
    [
      'all records deleted',
      'truncate audit_records cascade',
      { kind: 'missing', fromIndex: '0', toIndex: '151' },
    ],
    [
      'an altered recorded_at',
      `update audit_records set recorded_at = '2001-01-01' where seq = ${SEQ}`,
      { kind: 'misfiled', ...one },
    ],
    [
      'an altered cluster',
      `update audit_records set cluster = 'other' where seq = ${SEQ}`,
      { kind: 'misfiled', ...one },
    ],
    [
      'a deleted term',
      `delete from audit_terms where seq = ${SEQ} and term = 'billing'`,
      { kind: 'misfiled', ...one },
    ],
    [
      'a record filed under another person',
      `update audit_disclosures set actor_ref = 'user:default/milo' where seq = ${SEQ}`,
      { kind: 'misfiled', ...one },
    ],
    [
      'a record that no person finds',
      `delete from audit_disclosures where seq = ${SEQ}`,
      { kind: 'misfiled', ...one },
    ],
    [
      'a reason that was not given',
      `update audit_disclosures set disclosures =
         replace(disclosures::text, 'Try the billing', 'Try the loophole')::jsonb where seq = ${SEQ}`,
      { kind: 'disclosure', ...one },
    ],
    [
      'a log that was cut off',
      `delete from audit_records where seq in (select seq from audit_seals where index >= 101);
       delete from audit_seals where index >= 101;
       delete from audit_checkpoints where size > 101`,
      { kind: 'tree', fromIndex: '0', toIndex: '151' },
      { kind: 'missing', fromIndex: '101', toIndex: '151' },
    ],
    [
      'a checkpoint that nobody can read',
      `update audit_checkpoints set note = 'nothing' where size = 101`,
      { kind: 'tree', fromIndex: '0', toIndex: '151' },
    ],
  ])('finds and names %s', async (_, sql, ...faults) => {
    await log.asSuperuser(sql);
    await check.run();
    expect((await check.status()).faults).toMatchObject(faults);
    expect(logger.error).toHaveBeenCalledTimes(1);
    expect(await recorded()).toMatchObject([{ count: faults.length }]);
  });

  it('tells of a fault once, without what it says, and keeps it until a pass is clean', async () => {
    const { rows } = await knex.raw(
      `select seq, recorded_at, event_id from audit_records where seq = ${SEQ}`,
    );
    await log.asSuperuser(
      `update audit_records set recorded_at = '2001-01-01' where seq = ${SEQ}`,
    );
    await check.run();
    expect((await check.status()).faults).toMatchObject([
      { eventId: rows[0].event_id },
    ]);
    expect(logger.error).toHaveBeenCalledWith(
      expect.stringContaining('record 117 (filed where filters miss it)'),
    );
    expect(logger.error).not.toHaveBeenCalledWith(
      expect.stringContaining('harbor'),
    );
    expect(send).toHaveBeenCalledWith({
      recipients: {
        type: 'entity',
        entityRef: ['group:default/audit', 'group:default/ops'],
      },
      payload: expect.objectContaining({
        title: 'The audit log is not what was sealed',
        description: 'Found now: record 117 (filed where filters miss it).',
        link: '/audit',
        severity: 'critical',
      }),
    });
    expect(await passAgain()).toMatchObject({ faultCount: 1 });
    expect(await recorded()).toHaveLength(1);

    await log.asSuperuser(
      `update audit_records set recorded_at = '${rows[0].recorded_at.toISOString()}' where seq = ${SEQ}`,
    );
    await log.sealAll();
    expect((await check.status()).faultCount).toBe(1);
    expect(await passAgain()).toMatchObject({ faultCount: 0, faults: [] });
    expect(logger.error).toHaveBeenCalledTimes(1);
    expect(send).toHaveBeenCalledTimes(1);
  });

  it('tells again of a fault that reaches farther', async () => {
    const remove = (sql: string) =>
      log.asSuperuser(
        `delete from audit_records where seq in (select seq from audit_seals where index ${sql})`,
      );
    await remove('= 117');
    await check.run();
    await remove('between 118 and 120');
    expect((await passAgain()).faults).toMatchObject([
      { kind: 'missing', fromIndex: '117', toIndex: '121' },
    ]);
    expect(await recorded()).toHaveLength(2);
    expect(send).toHaveBeenCalledTimes(2);
  });

  it('lets a record of retention hide nothing but what it took away', async () => {
    await log.store.transaction(tx =>
      tx.record(
        testEvent({
          action: 'audit.retire',
          stage: 'succeeded',
          actor: {
            ref: 'plugin:environments',
            kind: 'system',
            groups: [],
            authMethod: 'sweep',
          },
          parameters: { toIndex: '000' },
        }),
      ),
    );
    await log.sealAll();
    await check.run();
    expect(await check.status()).toMatchObject({ faultCount: 0 });
    await log.asSuperuser(
      `${EDIT}; update audit_records set canonical = convert_to(
         replace(convert_from(canonical, 'UTF8'), '"000"', '"999"'), 'UTF8') where action = 'audit.retire'`,
    );
    expect((await passAgain()).faults).toMatchObject([
      { kind: 'changed', ...one },
      { kind: 'changed', fromIndex: '151', toIndex: '152' },
    ]);
  });

  it('takes ids for the same as somebody asked with them', async () => {
    await log.store.transaction(tx =>
      tx.record(
        testEvent({ environmentId: '0196A0B2-0000-7000-8000-00000000000A' }),
      ),
    );
    await log.sealAll();
    await check.run();
    expect(await check.status()).toMatchObject({
      last: { records: '152' },
      faults: [],
    });
  });

  it('says once that the log has another name now', async () => {
    for (let round = 0; round < 2; round += 1) await write(1000);
    await check.stop();
    check = LogCheck.fromConfig({
      store: log.store,
      keys: { origin: 'sandlot.test/other', signers: [log.signer] },
      notifications: { send },
      config: mockServices.rootConfig(),
      logger,
    });
    await check.run();
    expect((await check.status()).faults).toMatchObject([
      { kind: 'tree', fromIndex: '0', toIndex: '2151' },
    ]);
    expect(await recorded()).toHaveLength(1);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining('begun under the name sandlot.test/audit'),
    );
  });

  it('goes on where it was after a restart, by whatever backend, one at a time', async () => {
    for (let round = 0; round < 3; round += 1) await write(600);
    await log.asSuperuser(EDIT);
    await check.run(1);
    const running = { size: '1951', nextIndex: '1351' };
    expect(await check.status()).toMatchObject({ running, faultCount: 1 });

    const other = createCheck();
    expect(await other.run()).toBe(false);
    expect(await other.status()).toMatchObject({ running });

    await check.stop();
    const read = jest.spyOn(log.store.sealedPages, 'run');
    expect(await other.run()).toBe(true);
    expect(read.mock.calls.map(([{ from }]) => from)).toEqual([1351n]);
    expect(await other.status()).toMatchObject({
      last: { size: '1951', records: '1951' },
      faultCount: 1,
    });
    await other.stop();
    read.mockRestore();
  });

  it('does not take an erased person for a fault', async () => {
    await erasePerson(knex, 'user:default/dana');
    await check.run();
    expect(await check.status()).toMatchObject({
      last: { records: '151' },
      faults: [],
    });
  });

  it('believes no fault that is gone when it looks again', async () => {
    const { rows } = await knex.raw(`select ${SEQ}::text as seq`);
    const lackTerms = jest
      .spyOn(log.store.checks, 'lackTerms')
      .mockResolvedValueOnce([rows[0].seq]);
    await check.run();
    expect(lackTerms).toHaveBeenCalledTimes(2);
    expect(await check.status()).toMatchObject({
      last: { records: '151' },
      faults: [],
    });
    lackTerms.mockRestore();
  });

  it('says that it is overdue when no pass ends', async () => {
    await check.run();
    await knex.raw(
      `update audit_checks set ended_at = ended_at - interval '80 hours'`,
    );
    expect(await check.status()).toMatchObject({ isOverdue: true });
  });
});
