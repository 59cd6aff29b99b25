import { Cluster } from '@sandlot/plugin-environments-common';
import { Candidate, choosePlace, eligibleClusters } from './choosePlace';

function cluster(name: string, labels?: Record<string, string>): Cluster {
  return {
    name,
    title: name.toLocaleUpperCase('en-US'),
    reality: 'real',
    labels,
  };
}

function candidate(name: string, change: Partial<Candidate> = {}): Candidate {
  return {
    cluster: cluster(name),
    used: 0,
    waiting: 0,
    whenFull: 'wait',
    ...change,
  };
}

describe('choosePlace', () => {
  it.each<[string, Candidate[], string | undefined]>([
    [
      'the cluster with most free places, however many it has',
      [
        candidate('a', { maximum: 100, used: 98 }),
        candidate('b', { maximum: 5, used: 1 }),
      ],
      'b',
    ],
    [
      'the first of the configuration when they are alike',
      [
        candidate('a', { maximum: 5, used: 1 }),
        candidate('b', { maximum: 5, used: 1 }),
      ],
      'a',
    ],
    [
      'of those without a limit the one with the fewest environments',
      [candidate('a', { used: 3 }), candidate('b', { used: 2 })],
      'b',
    ],
    [
      'one without a limit before one with',
      [
        candidate('a', { maximum: 9 }),
        candidate('b', { used: 40, waiting: 1 }),
      ],
      'b',
    ],
    [
      'no place for which somebody waits already',
      [
        candidate('a', { maximum: 3, used: 2, waiting: 1 }),
        candidate('b', { maximum: 3, used: 2 }),
      ],
      'b',
    ],
    [
      'the shortest waiting list when all are full',
      [
        candidate('a', { maximum: 3, used: 3, waiting: 2 }),
        candidate('b', { maximum: 0, waiting: 1 }),
        candidate('c', { maximum: 3, used: 3, whenFull: 'refuse' }),
      ],
      'b waits',
    ],
    [
      'more on it than it takes now as full',
      [candidate('a', { maximum: 3, used: 7, whenFull: 'refuse' })],
      undefined,
    ],
  ])('takes %s', (_, candidates, expected) => {
    const place = choosePlace(candidates);
    expect(place && `${place.cluster.name}${place.waits ? ' waits' : ''}`).toBe(
      expected,
    );
  });
});

describe('eligibleClusters', () => {
  const eu = cluster('eu', { region: 'eu', gpu: '' });
  const us = cluster('us', { region: 'us' });
  const bare = cluster('bare');
  const all = [eu, us, bare];
  const placement = (matchLabels: Record<string, string>) => ({
    clusters: { matchLabels },
  });

  it('takes those that have all labels', () => {
    expect(eligibleClusters(all, undefined)).toEqual(all);
    expect(eligibleClusters(all, {})).toEqual(all);
    expect(eligibleClusters(all, placement({ region: 'eu', gpu: '' }))).toEqual(
      [eu],
    );
    expect(eligibleClusters(all, undefined, bare)).toEqual([bare]);
    expect(eligibleClusters(all, placement({ region: 'us' }), us)).toEqual([
      us,
    ]);
  });

  it('says why there is none', () => {
    const wanted = placement({ region: 'eu' });
    expect(eligibleClusters(all, wanted, us)).toEqual({
      path: '/cluster',
      message: 'The template is for clusters with region=eu; US has region=us',
      expected: 'one of eu, or none',
    });
    expect(eligibleClusters([us, bare], wanted, bare)).toEqual({
      path: '/cluster',
      message:
        'The template is for clusters with region=eu; BARE has none of these labels',
      expected: 'a cluster with these labels, of which there is none: ask ops',
    });
    expect(eligibleClusters([us], wanted)).toEqual({
      path: '/template',
      message: 'The template is for clusters with region=eu, and there is none',
      expected: 'a cluster with these labels in the configuration: ask ops',
    });
  });
});
