import { JsonObject } from '@backstage/types';
import { AuditRecord } from '@sandlot/plugin-environments-common';
import { auditRecords } from '../../__testUtils__/fixtures';
import { compareShown } from './compareShown';

const [record] = auditRecords();

/** The record as its bytes have it: without what is added, and whom it is about. */
function canonical() {
  const { sequence, environmentName, ...leaf } = JSON.parse(
    JSON.stringify(record),
  ) as AuditRecord;
  return {
    ...leaf,
    actor: { ...leaf.actor, ref: { commitment: 'sha256:00' } },
  } as JsonObject;
}
const OPENED = [
  { pointer: '/actor/ref', salt: 'AA==', value: record.actor.ref },
];

describe('compareShown', () => {
  it('finds nothing where the record is what its bytes say', () => {
    expect(compareShown(record, canonical(), OPENED)).toEqual([]);
  });

  it('passes over what was erased', () => {
    const shown = {
      ...record,
      actor: { ...record.actor, ref: 'erased' },
      erased: ['/actor/ref'],
    };
    expect(compareShown(shown, canonical(), [])).toEqual([]);
  });

  it('names what was changed, left out and made up', () => {
    const { reason, authorization, ...rest } = canonical();
    expect(
      compareShown(
        {
          ...record,
          actor: { ...record.actor, ref: 'user:default/somebody', groups: [] },
          outcome: 'success',
          reason: 'made up',
        },
        rest,
        OPENED,
      ).sort(),
    ).toEqual([
      '/actor/groups/0',
      '/actor/ref',
      '/authorization',
      '/outcome',
      '/reason',
    ]);
  });
});
