import { AuditRecordDetail } from '@sandlot/plugin-environments-common';
import { FakeAuditLog } from '../../__testUtils__/FakeAuditLog';
import { auditRecords } from '../../__testUtils__/fixtures';
import { Check, verifyRecord } from './verifyRecord';

const RECORDS = auditRecords();
const [record, other] = RECORDS;

async function setUp() {
  const log = new FakeAuditLog(() => RECORDS);
  const { keys } = await log.describe();
  return {
    log,
    keys,
    detail: await log.toDetail(record),
    proof: (await log.prove(record.eventId))!,
  };
}

async function verify(
  detail: AuditRecordDetail,
  proof: string,
  keys: string[],
): Promise<Check[]> {
  const checks: Check[] = [];
  for await (const check of verifyRecord(detail, proof, keys)) {
    checks.push(check);
  }
  return checks;
}

function failed(checks: Check[]) {
  return checks
    .filter(({ state }) => state === 'failed')
    .map(({ name }) => name);
}

describe('verifyRecord', () => {
  it('proves a record step by step, and says no more of witnesses than it knows', async () => {
    const { detail, proof, keys } = await setUp();
    const checks = await verify(detail, proof, keys);
    expect(checks.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'bytes passed',
      'inclusion passed',
      'signature passed',
      'witness unsure',
      'disclosures passed',
      'shown passed',
    ]);
  });

  it('proves every record of the log', async () => {
    const { log, keys } = await setUp();
    for (const one of RECORDS) {
      const checks = await verify(
        await log.toDetail(one),
        (await log.prove(one.eventId))!,
        keys,
      );
      expect(failed(checks)).toEqual([]);
    }
  });

  it('finds bytes that were changed after they were sealed', async () => {
    const { detail, proof, keys } = await setUp();
    const canonical = detail.canonical.replace('"size":"M"', '"size":"L"');
    expect(failed(await verify({ ...detail, canonical }, proof, keys))).toEqual(
      ['bytes', 'inclusion', 'shown'],
    );
  });

  it('finds the proof of another record', async () => {
    const { log, detail, keys } = await setUp();
    const proof = (await log.prove(other.eventId))!;
    expect(failed(await verify(detail, proof, keys))).toEqual([
      'bytes',
      'inclusion',
    ]);
  });

  it('trusts no key but those it is given', async () => {
    const { detail, proof } = await setUp();
    const stranger = await new FakeAuditLog(() => RECORDS).describe();
    expect(failed(await verify(detail, proof, stranger.keys))).toEqual([
      'signature',
    ]);
  });

  it('finds names that the record does not commit to, and a page that lies', async () => {
    const { detail, proof, keys } = await setUp();
    const disclosures = detail.disclosures.map(disclosure =>
      disclosure.pointer === '/actor/ref'
        ? { ...disclosure, value: 'user:default/milo' }
        : disclosure,
    );
    expect(
      failed(await verify({ ...detail, disclosures }, proof, keys)),
    ).toEqual(['disclosures', 'shown']);
    expect(
      failed(
        await verify(
          { ...detail, record: { ...detail.record, outcome: 'success' } },
          proof,
          keys,
        ),
      ),
    ).toEqual(['shown']);
  });

  it('proves a record whose person was erased', async () => {
    const { log, proof, keys } = await setUp();
    log.erase(record.actor.ref);
    const detail = await log.toDetail(record);
    expect(detail.record.actor.ref).toBe('erased');
    expect(failed(await verify(detail, proof, keys))).toEqual([]);
  });

  it('throws what cannot be read as a proof', async () => {
    const { detail, keys } = await setUp();
    await expect(verify(detail, 'nothing', keys)).rejects.toThrow(
      /This is no proof/,
    );
  });
});
