import { mockServices } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import { readLimitRules } from './limitsConfig';

function read(environments: JsonObject) {
  return readLimitRules(mockServices.rootConfig({ data: { environments } }));
}

describe('readLimitRules', () => {
  it('reads what there is, and limits nothing else', () => {
    expect(
      read({
        clusters: [
          { name: 'a', inMemory: true },
          {
            name: 'b',
            inMemory: true,
            labels: { region: 'eu' },
            limits: { environments: 0, whenFull: 'refuse' },
          },
        ],
        limits: { perOwner: 3 },
      }),
    ).toEqual({
      perOwner: 3,
      clusters: { a: {}, b: { environments: 0, whenFull: 'refuse' } },
    });
  });

  const clusters = [{ name: 'a', inMemory: true }];
  it.each<[JsonObject, string]>([
    [{ clusters, limits: { perOwner: -1 } }, 'environments.limits.perOwner: '],
    [{ clusters, limits: { perUser: 1 } }, 'environments.limits: '],
    [
      { clusters: [{ ...clusters[0], limits: { environments: 1.5 } }] },
      'environments.clusters[0].limits.environments: ',
    ],
    [
      { clusters: [{ ...clusters[0], limits: { whenFull: 'panic' } }] },
      'environments.clusters[0].limits.whenFull: ',
    ],
    [
      { clusters: [{ ...clusters[0], labels: { region: 1 } }] },
      'environments.clusters[0].labels.region: ',
    ],
  ])('names the place of a fault in %j', (environments, place) => {
    expect(() => read(environments)).toThrow(place);
  });
});
