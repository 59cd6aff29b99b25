import { mockServices } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import { readLeaseTerms } from './readLeaseTerms';

const read = (leases?: JsonObject) =>
  readLeaseTerms(
    mockServices.rootConfig({
      data: leases ? { environments: { leases } } : {},
    }),
  );

describe('environments.leases', () => {
  it('has terms where nothing is said', () => {
    const usual = {
      warnBeforeSeconds: [172_800, 7_200, 1_800],
      restoreSeconds: 604_800,
    };
    expect(read()).toEqual(usual);
    expect(read({})).toEqual(usual);
  });

  it('takes what is said, each warning once and the longest first', () => {
    expect(
      read({ warnBefore: ['5m', '1w', '300m', '5h'], restoreFor: '1d' }),
    ).toEqual({
      warnBeforeSeconds: [604_800, 18_000, 300],
      restoreSeconds: 86_400,
    });
  });

  it('takes who must agree to more, each once, and nobody where none is named', () => {
    const approvers = ['group:default/Ops', 'group:default/ops'];
    expect(read({ approvers })).toMatchObject({
      approvers: ['group:default/ops'],
    });
    expect(read({ approvers: [] })).not.toHaveProperty('approvers');
  });

  it.each<[string, JsonObject, string]>([
    [
      'somebody who is no user or group',
      { approvers: ['platform-ops'] },
      'environments.leases.approvers[0]: expected a user or a group',
    ],
    ['no warning', { warnBefore: [] }, 'environments.leases.warnBefore: '],
    [
      'too many warnings',
      { warnBefore: Array.from({ length: 11 }, (_, index) => `${index + 1}h`) },
      'environments.leases.warnBefore: expected 1 to 10 durations',
    ],
    [
      'a warning without a unit',
      { warnBefore: ['2h', '30'] },
      'environments.leases.warnBefore[1]: expected a whole number and m, h, d or w',
    ],
    [
      'no time to restore',
      { restoreFor: '0d' },
      'environments.leases.restoreFor: expected a whole number and m, h, d or w',
    ],
    [
      'more than a year',
      { restoreFor: '99999w' },
      'environments.leases.restoreFor: expected at most 366d',
    ],
  ])('refuses %s, with the place', (_, leases, message) => {
    expect(() => read(leases)).toThrow(message);
  });
});
