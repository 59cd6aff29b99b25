import { ClusterError } from '../clusters/ClusterError';
import { ClusterReachability } from './ClusterReachability';

describe('ClusterReachability', () => {
  const failed = (status?: number) => ({
    method: 'GET' as const,
    seconds: 0.5,
    error: new ClusterError('Unavailable', 'in its words', { status }),
  });
  const answered = { method: 'GET' as const, seconds: 0.1 };

  beforeEach(() => jest.useFakeTimers({ now: 0 }));
  afterEach(() => jest.useRealTimers());

  it('says since when a cluster is as it is', () => {
    const reachability = new ClusterReachability();
    expect(reachability.of('eu')).toBeUndefined();
    reachability.note('eu', answered);
    jest.setSystemTime(60_000);
    reachability.note('eu', answered);
    expect(reachability.of('eu')).toEqual({
      reachable: true,
      since: new Date(0),
      lastCallAt: new Date(60_000),
      latencySeconds: 0.1,
    });
    reachability.note('eu', failed());
    expect(reachability.of('eu')).toEqual({
      reachable: false,
      since: new Date(60_000),
      lastCallAt: new Date(60_000),
      latencySeconds: 0.5,
      message: 'in its words',
    });
    expect(reachability.list().map(([name]) => name)).toEqual(['eu']);
  });

  it.each([
    [undefined, false],
    [401, false],
    [403, true],
    [404, true],
    [409, true],
    [429, true],
    [500, true],
    [503, false],
  ])('takes the status %s for an answer: %s', (status, reachable) => {
    const reachability = new ClusterReachability();
    reachability.note('eu', failed(status));
    expect(reachability.of('eu')).toMatchObject({ reachable });
  });
});
